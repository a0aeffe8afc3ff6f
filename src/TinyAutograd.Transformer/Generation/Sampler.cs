using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <summary>From logits to probabilities to a draw.</summary>
public static class Sampler
{
    /// <summary>Probabilities of the next token.</summary>
    /// <param name="logits">V scores, at least one finite, none NaN or +∞.</param>
    /// <param name="options">How to choose.</param>
    /// <param name="previous">Tokens that occurred before, for the repetition penalty.</param>
    /// <returns>V probabilities that sum to 1; removed tokens have exactly 0.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, a logit is NaN or +∞, or nothing is left to choose from.</exception>
    public static double[] Probabilities<T>(
        ReadOnlySpan<T> logits,
        SamplingOptions options,
        ReadOnlySpan<int> previous = default
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scores = new TokenScores(logits.Length);
        scores.Choose(logits, options, previous);
        return scores.Softmax();
    }

    /// <summary>The scores that are left after penalty, temperature, top-k, top-p and min-p: removed tokens are at −∞.</summary>
    /// <inheritdoc cref="Probabilities" path="/param"/>
    /// <inheritdoc cref="Probabilities" path="/exception"/>
    /// <returns>V scores.</returns>
    public static double[] Scores<T>(
        ReadOnlySpan<T> logits,
        SamplingOptions options,
        ReadOnlySpan<int> previous = default
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new TokenScores(logits.Length).Choose(logits, options, previous);

    /// <summary>The model's own log-probabilities in nats: <c>ln softmax(logits)</c>.</summary>
    /// <param name="logits">V scores, at least one finite, none NaN or +∞.</param>
    /// <returns>V numbers, at most 0.</returns>
    /// <exception cref="ArgumentException">A logit is NaN or +∞, or none is finite.</exception>
    public static double[] LogProbabilities<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scores = new TokenScores(logits.Length);
        var logProbabilities = scores.Read(logits);
        TensorPrimitives.Subtract(logProbabilities, scores.LogSum(), logProbabilities);
        return logProbabilities;
    }

    /// <summary>Draws an index with these probabilities: the first whose cumulative sum exceeds a uniform number.</summary>
    /// <param name="probabilities">Non-negative, with a sum of about 1.</param>
    /// <param name="random">Gives the uniform number; it moves on.</param>
    /// <returns>An index whose probability is not 0.</returns>
    /// <exception cref="ArgumentException">No probability is positive.</exception>
    public static int Draw(ReadOnlySpan<double> probabilities, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var draw = random.NextDouble();
        var sum = 0.0;
        var last = -1; // rounding may leave the sum below the draw: then the last possible index is meant
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] > 0)
            {
                last = i;
                sum += probabilities[i];
                if (draw < sum)
                {
                    return i;
                }
            }
        }
        return last >= 0
            ? last
            : throw new ArgumentException("No probability is positive.", nameof(probabilities));
    }
}
