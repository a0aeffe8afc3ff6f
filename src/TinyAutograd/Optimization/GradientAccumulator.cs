using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>Sums the gradients of several losses, each from a tape of its own: a large batch in the memory of a small one.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Where a part's loss is the mean over its nₖ examples, <c>Add(gradients, weight: nₖ)</c> and <see cref="Mean"/> give the gradient of the mean
/// over all of them, <c>∇L = Σ nₖ·∇Lₖ / Σ nₖ</c>. Only the order of the sums differs from the batch in one pass. Cost: one more copy of the
/// parameters.</remarks>
public sealed class GradientAccumulator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] parameters;
    private readonly Parameter<T>[] sums; // parameters are variables that can be added to in place
    private double totalWeight;

    /// <summary>An accumulator with nothing in it.</summary>
    /// <param name="parameters">What the gradients are of.</param>
    public GradientAccumulator(IReadOnlyList<Parameter<T>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = [.. parameters];
        sums = Array.ConvertAll(
            this.parameters,
            parameter =>
            {
                ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
                return new Parameter<T>(parameter.Name, parameter.Shape);
            }
        );
    }

    /// <summary>How many gradients were added since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Adds gradients, while their tape is open.</summary>
    /// <param name="gradients">Of the same parameters in the same order.</param>
    /// <param name="weight">What they are multiplied by, > 0.</param>
    /// <exception cref="ArgumentException">They are of other parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not a positive, finite number.</exception>
    /// <exception cref="InvalidOperationException">An outer tape records these gradients: it would not see the sum.</exception>
    /// <exception cref="ObjectDisposedException">The tape that made the gradients is closed.</exception>
    /// <remarks>Nothing has changed if it throws. What <see cref="Sum"/> gave ends.</remarks>
    public void Add(Gradients<T> gradients, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        var factor = T.CreateChecked(Hyperparameter.Positive(weight, nameof(weight)));
        Validate(gradients);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i]
                .Update(
                    (Gradient: gradients[i], Weight: factor),
                    static (sum, part) =>
                        TensorPrimitives.MultiplyAdd(part.Gradient.AsSpan(), part.Weight, sum, sum)
                );
        }
        totalWeight += weight;
        Count++;
    }

    /// <summary>The weighted sum, <c>Σ wₖ·∇Lₖ</c>: what an optimizer takes. It lives until the next <see cref="Add"/> or <see cref="Clear"/>.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public Gradients<T> Sum()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException(
                "GradientAccumulator: nothing was added. Call Add for each part first."
            );
        }
        return new Gradients<T>(
            Array.ConvertAll(parameters, parameter => parameter.Value),
            parameters,
            Array.ConvertAll(sums, sum => sum.Value),
            isRecorded: false
        );
    }

    /// <summary>The weighted mean, <c>Σ wₖ·∇Lₖ / Σ wₖ</c>: what an optimizer takes.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public Gradients<T> Mean()
    {
        var factor = T.CreateChecked(1 / totalWeight);
        return Sum().Map((_, sum) => sum * factor);
    }

    /// <summary>Forgets what was added.</summary>
    public void Clear()
    {
        foreach (var sum in sums)
        {
            sum.Update(0, static (values, _) => values.Clear());
        }
        (totalWeight, Count) = (0, 0);
    }

    private void Validate(Gradients<T> gradients)
    {
        if (gradients.IsRecorded)
        {
            throw new InvalidOperationException(
                "GradientAccumulator.Add: an outer tape records these gradients and would not see their sum. Add gradients that were computed under one tape."
            );
        }
        if (!gradients.Parameters.SequenceEqual(parameters))
        {
            throw new ArgumentException(
                $"GradientAccumulator.Add: it sums the gradients of {Names(parameters)}; these are of {Names(gradients.Parameters)}. "
                    + "Take the gradients of the same parameters in the same order.",
                nameof(gradients)
            );
        }
        foreach (var gradient in gradients)
        {
            gradient.ThrowIfEnded();
        }

        static string Names(IReadOnlyList<Parameter<T>> parameters) =>
            parameters.Count == 0
                ? "no parameters"
                : string.Join(", ", parameters.Select(parameter => $"'{parameter.Name}'"));
    }
}
