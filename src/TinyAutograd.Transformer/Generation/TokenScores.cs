using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <summary>The scores of all tokens on their way from logits to probabilities, in memory that is used again from draw to draw.</summary>
/// <remarks>Sums run in the order of the tokens or of their scores, so that no draw depends on where the numbers lie in memory.</remarks>
internal sealed class TokenScores(int count)
{
    private readonly double[] scores = new double[count]; // −∞ where a token is removed
    private readonly double[] probabilities = new double[count];
    private readonly HashSet<int> penalised = [];
    private readonly PriorityQueue<int, double> largest = new();
    private NucleusMemory? nucleus;

    /// <summary>Reads logits, and does to them what the options say. See <see cref="Sampler.Scores"/>.</summary>
    /// <returns>V scores, valid until the next call.</returns>
    public double[] Choose<T>(
        ReadOnlySpan<T> logits,
        SamplingOptions options,
        ReadOnlySpan<int> previous
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Read(logits);
        Penalise(previous, options.RepetitionPenalty);
        var best = Best();
        if (!double.IsFinite(best / options.Temperature))
        {
            // Temperature 0, or so little above it that nothing but the likeliest token is left.
            var token = Array.IndexOf(scores, best);
            scores.AsSpan(..token).Fill(double.NegativeInfinity);
            scores.AsSpan((token + 1)..).Fill(double.NegativeInfinity);
            return scores;
        }
        Divide(options.Temperature);
        if (options.TopK is { } k)
        {
            KeepLargest(k);
        }
        if (options.TopP is { } p)
        {
            KeepNucleus(p);
        }
        if (options.MinP is { } m)
        {
            KeepShare(m);
        }
        return scores;
    }

    /// <summary>Reads logits.</summary>
    /// <returns>V scores, valid until the next call.</returns>
    /// <exception cref="ArgumentException">One is NaN or +∞, or none is finite.</exception>
    public double[] Read<T>(ReadOnlySpan<T> logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var isAnyFinite = false;
        for (var i = 0; i < scores.Length; i++)
        {
            var score = double.CreateChecked(logits[i]);
            if (!(score < double.PositiveInfinity))
            {
                throw new ArgumentException(
                    $"Logit {i} is {logits[i]}: the model has diverged, or its weights are damaged.",
                    nameof(logits)
                );
            }
            scores[i] = score;
            isAnyFinite |= score > double.NegativeInfinity;
        }
        if (!isAnyFinite)
        {
            throw new ArgumentException(
                "No token is left to choose from: no logit is finite.",
                nameof(logits)
            );
        }
        return scores;
    }

    /// <summary>The probabilities that the scores mean: <c>softmax(scores)</c>.</summary>
    /// <returns>V numbers that sum to 1, valid until the next call.</returns>
    public double[] Softmax()
    {
        var (best, sum) = (Best(), 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            var score = scores[i];
            var share = score == double.NegativeInfinity ? 0 : Math.Exp(score - best);
            probabilities[i] = share;
            sum += share;
        }
        TensorPrimitives.Divide(probabilities, sum, probabilities);
        return probabilities;
    }

    /// <summary>What to take from a score to have its log-probability in nats: <c>ln Σ eˢ</c>.</summary>
    public double LogSum()
    {
        var (best, sum) = (Best(), 0.0);
        foreach (var score in scores)
        {
            sum += Math.Exp(score - best);
        }
        return best + Math.Log(sum);
    }

    private double Best() => TensorPrimitives.Max<double>(scores);

    private void Penalise(ReadOnlySpan<int> previous, double penalty)
    {
        if (penalty == 1)
        {
            return;
        }
        penalised.Clear();
        foreach (var token in previous)
        {
            if ((uint)token >= (uint)scores.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(previous),
                    token,
                    $"Token {token} is not among the {scores.Length} tokens."
                );
            }
            if (penalised.Add(token))
            {
                scores[token] =
                    scores[token] < 0 ? scores[token] * penalty : scores[token] / penalty;
            }
        }
    }

    private void Divide(double temperature)
    {
        if (temperature != 1)
        {
            TensorPrimitives.Divide(scores, temperature, scores);
        }
    }

    // Of the k largest so far the smallest is at hand.
    private void KeepLargest(int k)
    {
        if (k >= scores.Length)
        {
            return;
        }
        largest.Clear();
        var least = double.NegativeInfinity;
        for (var i = 0; i < scores.Length; i++)
        {
            if (largest.Count < k)
            {
                largest.Enqueue(i, scores[i]);
            }
            else if (scores[i] > least)
            {
                largest.DequeueEnqueue(i, scores[i]);
            }
            else
            {
                continue;
            }
            largest.TryPeek(out _, out least);
        }
        RemoveBelow(scores, least);
    }

    // From the worst up: a token goes while the probability up to and with it is at most 1 − p. The best always stays.
    // Tokens lie in bins by their probabilities: whole bins go or stay, and only where it is decided tokens are put in order.
    private void KeepNucleus(double p)
    {
        Softmax();
        nucleus ??= new NucleusMemory(count);
        var masses = nucleus.Masses;
        Array.Clear(masses);
        var last = 0;
        foreach (var probability in probabilities)
        {
            var bin = BinOf(probability);
            masses[bin] += probability;
            last = Math.Max(last, bin);
        }
        var (decided, sum) = (0, 0.0);
        while (decided < last && sum + masses[decided] <= 1 - p)
        {
            sum += masses[decided++];
        }
        var tokens = KeepFrom(decided, nucleus);
        foreach (var token in decided == last ? tokens[..^1] : tokens)
        {
            sum += probabilities[token];
            if (sum > 1 - p)
            {
                return;
            }
            scores[token] = double.NegativeInfinity;
        }
    }

    // Removes the tokens of lower bins, and puts those of this one in order: equal scores in that of their numbers.
    private ReadOnlySpan<int> KeepFrom(int bin, NucleusMemory memory)
    {
        var n = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var other = BinOf(probabilities[i]);
            if (other == bin)
            {
                (memory.Ascending[n], memory.Tokens[n]) = (scores[i], i);
                n++;
            }
            else if (other < bin)
            {
                scores[i] = double.NegativeInfinity;
            }
        }
        var ascending = memory.Ascending.AsSpan(0, n);
        var tokens = memory.Tokens.AsSpan(0, n);
        ascending.Sort(tokens);
        for (int first = 0, end; first < n; first = end)
        {
            end = first + 1;
            while (end < n && ascending[end] == ascending[first])
            {
                end++;
            }
            tokens[first..end].Sort();
        }
        return tokens;
    }

    // Eight to each power of two: the exponent and three bits behind the point.
    private static int BinOf(double probability) =>
        (int)(BitConverter.DoubleToUInt64Bits(probability) >> 49);

    private void KeepShare(double share)
    {
        Softmax();
        RemoveBelow(probabilities, share * TensorPrimitives.Max<double>(probabilities));
    }

    private void RemoveBelow(double[] numbers, double least)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = numbers[i] < least ? double.NegativeInfinity : scores[i];
        }
    }

    /// <summary>What a nucleus is found with: the probability in each bin; scores and tokens of one bin, from the worst up.</summary>
    private sealed class NucleusMemory(int count)
    {
        public double[] Masses { get; } = new double[BinOf(1) + 1];

        public double[] Ascending { get; } = new double[count];

        public int[] Tokens { get; } = new int[count];
    }
}
