using System.Numerics;

namespace TinyAutograd;

/// <summary>Distributions of K classes each, given by logits: the softmax of the last axis are their probabilities.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Samples are <see cref="Indices"/>, so this is no <see cref="Distribution{T}"/> of numbers. A logit of −∞ is a class that is never drawn;
/// entropy and divergence then are NaN, as 0·∞ is.</remarks>
public sealed class Categorical<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Independent classes.</summary>
    /// <param name="logits">(…, K), K ≥ 1, up to a constant of each row.</param>
    /// <exception cref="ArgumentException">There is no class.</exception>
    public Categorical(Variable<T> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Rank == 0 || logits.Shape[^1] == 0)
        {
            throw new ArgumentException(
                $"Categorical: logits {logits.Shape} need a last axis of at least one class.",
                nameof(logits)
            );
        }
        Logits = logits;
    }

    /// <summary>(…, K), as given.</summary>
    public Variable<T> Logits { get; }

    /// <summary>K.</summary>
    public int ClassCount => Logits.Shape[^1];

    /// <summary>The shape of a sample: that of the logits without its last axis.</summary>
    public Shape Shape => Logits.Shape.Without(Logits.Rank - 1);

    /// <summary>(…, K); rows sum to 1.</summary>
    public Variable<T> Probabilities => Logits.Softmax(-1);

    /// <summary>Draws a class for each row.</summary>
    /// <param name="random">The generator; it moves on. Equal states give equal draws.</param>
    /// <returns>Of <see cref="Shape"/>, in [0, K).</returns>
    /// <exception cref="InvalidOperationException">A row's probabilities are not numbers.</exception>
    public Indices Sample(RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var probabilities = Probabilities.AsSpan();
        var classes = new int[probabilities.Length / ClassCount];
        for (var row = 0; row < classes.Length; row++)
        {
            classes[row] = Draw(probabilities.Slice(row * ClassCount, ClassCount), random);
        }
        return Indices.Of(classes, Shape);
    }

    /// <summary>The logarithm of the probability of a class of each row, in nats.</summary>
    /// <param name="classes">Of <see cref="Shape"/>, each in [0, K).</param>
    /// <returns>Of <see cref="Shape"/>.</returns>
    /// <exception cref="ArgumentException">Another shape, or a class that there is not.</exception>
    public Variable<T> LogProbability(Indices classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Shape != Shape)
        {
            throw new ArgumentException(
                $"Categorical: classes {classes.Shape} for logits {Logits.Shape} must have shape {Shape}.",
                nameof(classes)
            );
        }
        var rows = classes.Reshape(Shape.Insert(Shape.Rank, 1)); // (…, 1)
        return Logits.LogSoftmax().Gather(rows, axis: -1).Reshape(Shape);
    }

    /// <summary>The entropy of each row, <c>−Σ p ln p</c>, in nats.</summary>
    /// <returns>Of <see cref="Shape"/>; in [0, ln K].</returns>
    public Variable<T> Entropy() => -(Probabilities * Logits.LogSoftmax()).Sum(-1);

    /// <summary>Kullback and Leibler's divergence from each row p to that of another distribution q, <c>Σ p (ln p − ln q)</c>, in nats.</summary>
    /// <param name="other">q, of as many classes and a shape that broadcasts.</param>
    /// <returns>The common shape; ≥ 0.</returns>
    /// <exception cref="ArgumentException">The numbers of classes differ, or the shapes cannot be broadcast together.</exception>
    public Variable<T> DivergenceTo(Categorical<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Probabilities * (Logits.LogSoftmax() - other.Logits.LogSoftmax())).Sum(-1);
    }

    // The last class with a probability takes what rounding leaves of 1.
    private static int Draw(ReadOnlySpan<T> probabilities, RandomGenerator random)
    {
        var (left, last) = (random.NextDouble(), -1);
        for (var k = 0; k < probabilities.Length; k++)
        {
            var probability = double.CreateChecked(probabilities[k]);
            if (probability > 0)
            {
                last = k;
                left -= probability;
                if (left < 0)
                {
                    break;
                }
            }
        }
        return last >= 0
            ? last
            : throw new InvalidOperationException(
                "Categorical: a row has no class with a probability above 0: its logits are not numbers."
            );
    }
}
