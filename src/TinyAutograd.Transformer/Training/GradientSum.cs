using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <summary>The gradient of a batch from those of its parts, one after the other in the memory of one part.</summary>
/// <remarks>A batch's loss is the mean over its n predicted tokens, a part's the mean over its nₖ: with ℓ the loss of a token,
/// <c>L = (1/n)·Σ ℓ = Σₖ (nₖ/n)·Lₖ</c>, so <c>∇L = Σₖ (nₖ/n)·∇Lₖ</c>. Only the order of the sums differs from the batch in one pass.</remarks>
internal sealed class GradientSum<T>(IReadOnlyList<Parameter<T>> parameters)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Parameters are variables that can be added to in place.
    private readonly Parameter<T>[] sums =
    [
        .. parameters.Select(parameter => new Parameter<T>(
            parameter.Name,
            Variable.Zeros<T>(parameter.Shape)
        )),
    ];

    /// <summary>The mean loss of a batch and its gradients, which live until the next call.</summary>
    public (double Loss, Gradients<T> Gradients) Of(
        Batch batch,
        int rowsPerPart,
        Func<Batch, Variable<T>> loss
    )
    {
        foreach (var sum in sums)
        {
            sum.Update(0, static (values, _) => values.Clear());
        }
        var mean = 0.0;
        Gradients<T>? gradients = null;
        foreach (var part in batch.Split(rowsPerPart))
        {
            if (part.PredictionCount == 0)
            {
                continue;
            }
            var share = (double)part.PredictionCount / batch.PredictionCount;
            using var tape = new Tape<T>();
            var partLoss = loss(part);
            gradients = tape.Gradients(
                partLoss,
                of: parameters,
                upstream: Variable.Of(T.CreateChecked(share))
            );
            mean += share * double.CreateChecked(partLoss.Item());
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i]
                    .Update(
                        gradients[i],
                        static (sum, part) => TensorPrimitives.Add(sum, part.AsSpan(), sum)
                    );
            }
            gradients = gradients.Map((i, _) => sums[i].Value);
        }
        return gradients is null
            ? throw new InvalidOperationException(
                "There is nothing to predict in the batch: all its targets are ignored."
            )
            : (mean, gradients);
    }
}
