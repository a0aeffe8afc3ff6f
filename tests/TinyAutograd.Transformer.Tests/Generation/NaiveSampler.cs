namespace TinyAutograd.Transformer.Tests.Generation;

/// <summary>Sampling as its options describe it, each step written down once more with whole sorts: the reference of <see cref="Sampler"/>.</summary>
internal static class NaiveSampler
{
    public static double[] Scores(double[] logits, SamplingOptions options, int[] previous)
    {
        double[] scores = [.. logits];
        foreach (var token in previous.Distinct())
        {
            scores[token] *= scores[token] < 0 ? options.RepetitionPenalty : 1;
            scores[token] /= scores[token] < 0 ? 1 : options.RepetitionPenalty;
        }
        if (options.Temperature == 0)
        {
            var best = Array.IndexOf(scores, scores.Max());
            return [.. scores.Select((score, i) => i == best ? score : double.NegativeInfinity)];
        }
        scores = [.. scores.Select(score => score / options.Temperature)];
        if (options.TopK is { } k)
        {
            var least = scores.OrderDescending().Take(k).Last();
            scores = Without(scores, i => scores[i] < least);
        }
        if (options.TopP is { } p)
        {
            var probabilities = Softmax(scores);
            var ascending = Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).ToArray();
            var sum = 0.0;
            var removed = ascending[..^1].TakeWhile(i => (sum += probabilities[i]) <= 1 - p);
            scores = Without(scores, removed.ToHashSet().Contains);
        }
        if (options.MinP is { } m)
        {
            var probabilities = Softmax(scores);
            var least = m * probabilities.Max();
            scores = Without(scores, i => probabilities[i] < least);
        }
        return scores;
    }

    public static double[] Softmax(double[] scores)
    {
        var best = scores.Max();
        var shares = scores.Select(score => Math.Exp(score - best)).ToArray();
        var sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    private static double[] Without(double[] scores, Func<int, bool> isRemoved) =>
        [.. scores.Select((score, i) => isRemoved(i) ? double.NegativeInfinity : score)];
}
