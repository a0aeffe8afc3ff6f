using System.Numerics;

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
        where T : unmanaged, IFloatingPointIeee754<T> => Softmax(Scores(logits, options, previous));

    /// <summary>The scores that are left after penalty, temperature, top-k, top-p and min-p: removed tokens are at −∞.</summary>
    /// <inheritdoc cref="Probabilities" path="/param"/>
    /// <inheritdoc cref="Probabilities" path="/exception"/>
    /// <returns>V scores.</returns>
    public static double[] Scores<T>(
        ReadOnlySpan<T> logits,
        SamplingOptions options,
        ReadOnlySpan<int> previous = default
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var scores = Read(logits);
        Penalise(scores, previous, options.RepetitionPenalty);
        if (options.Temperature == 0)
        {
            var best = Array.IndexOf(scores, scores.Max());
            scores.AsSpan(..best).Fill(double.NegativeInfinity);
            scores.AsSpan((best + 1)..).Fill(double.NegativeInfinity);
            return scores;
        }
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] /= options.Temperature;
        }
        if (options.TopK is { } k)
        {
            KeepLargest(scores, k);
        }
        if (options.TopP is { } p)
        {
            KeepNucleus(scores, p);
        }
        if (options.MinP is { } m)
        {
            KeepShare(scores, m);
        }
        return scores;
    }

    /// <summary>The model's own log-probabilities in nats: <c>ln softmax(logits)</c>.</summary>
    /// <param name="logits">V scores, at least one finite, none NaN or +∞.</param>
    /// <returns>V numbers, at most 0.</returns>
    /// <exception cref="ArgumentException">A logit is NaN or +∞, or none is finite.</exception>
    public static double[] LogProbabilities<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scores = Read(logits);
        var largest = scores.Max();
        var logSum = largest + Math.Log(scores.Sum(score => Math.Exp(score - largest)));
        return Array.ConvertAll(scores, score => score - logSum);
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

    private static double[] Read<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scores = new double[logits.Length];
        var isAnyFinite = false;
        for (var i = 0; i < logits.Length; i++)
        {
            scores[i] = double.CreateChecked(logits[i]);
            if (double.IsNaN(scores[i]) || double.IsPositiveInfinity(scores[i]))
            {
                throw new ArgumentException(
                    $"Logit {i} is {logits[i]}: the model has diverged, or its weights are damaged.",
                    nameof(logits)
                );
            }
            isAnyFinite |= double.IsFinite(scores[i]);
        }
        return isAnyFinite
            ? scores
            : throw new ArgumentException(
                "No token is left to choose from: no logit is finite.",
                nameof(logits)
            );
    }

    private static void Penalise(double[] scores, ReadOnlySpan<int> previous, double penalty)
    {
        foreach (var token in penalty == 1 ? [] : previous.ToArray().Distinct())
        {
            if ((uint)token >= (uint)scores.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(previous),
                    token,
                    $"Token {token} is not among the {scores.Length} tokens."
                );
            }
            scores[token] = scores[token] < 0 ? scores[token] * penalty : scores[token] / penalty;
        }
    }

    private static void KeepLargest(double[] scores, int k)
    {
        var least = scores.OrderDescending().ElementAt(Math.Min(k, scores.Length) - 1);
        RemoveWhere(scores, i => scores[i] < least);
    }

    private static void KeepNucleus(double[] scores, double p)
    {
        // From the worst up: a token goes while the probability up to and with it is at most 1 − p. The best always stays.
        var probabilities = Softmax(scores);
        var ascending = Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).ToArray();
        var sum = 0.0;
        foreach (var i in ascending[..^1])
        {
            sum += probabilities[i];
            if (sum <= 1 - p)
            {
                scores[i] = double.NegativeInfinity;
            }
        }
    }

    private static void KeepShare(double[] scores, double share)
    {
        var probabilities = Softmax(scores);
        var least = share * probabilities.Max();
        RemoveWhere(scores, i => probabilities[i] < least);
    }

    private static void RemoveWhere(double[] scores, Func<int, bool> isRemoved)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = isRemoved(i) ? double.NegativeInfinity : scores[i];
        }
    }

    private static double[] Softmax(double[] scores)
    {
        var largest = scores.Max();
        var probabilities = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        var sum = probabilities.Sum();
        return Array.ConvertAll(probabilities, probability => probability / sum);
    }
}
