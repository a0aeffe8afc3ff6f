using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Looks for the likeliest texts: of all continuations by one token it keeps the W likeliest, and again.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="model">The model; its vocabulary is the tokenizer's.</param>
/// <param name="tokenizer">From text to tokens and back; its start and end tokens begin and end a text.</param>
/// <remarks>A text that ends leaves the beam and takes its place along: with width 1 the search is greedy. With at least as many places as there
/// are texts it is exhaustive. Source: Sutskever, Vinyals and Le 2014, section 3.2.</remarks>
public sealed class BeamSearch<T>(Gpt<T> model, ITokenizer tokenizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gpt<T> model = model ?? throw new ArgumentNullException(nameof(model));
    private readonly ITokenizer tokenizer =
        tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));

    /// <summary>The likeliest texts that the search finds.</summary>
    /// <param name="options">Width and length penalty.</param>
    /// <param name="prefix">What the texts start with; needed where the tokenizer has no start token.</param>
    /// <param name="limits">Where they end; unless given, at the end token or at the end of the context.</param>
    /// <returns>W texts, fewer if there are no more, the best score first.</returns>
    /// <remarks>Deterministic: among equals the text of the likelier beginning goes first, then the lower token.
    /// Cost: W positions' work per token, the weights read once for all.</remarks>
    /// <exception cref="ArgumentException">An option or a limit is out of its range; the prefix has an unknown character, is missing, or fills
    /// the context while no <see cref="GenerationLimits.MaximumTokenCount"/> is given.</exception>
    public IReadOnlyList<FoundText> Search(
        BeamSearchOptions options,
        string prefix = "",
        GenerationLimits? limits = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        limits ??= new GenerationLimits();
        limits.Validate(model.Config);
        var (start, startCount) = Continuation<T>.Start(model.Config, tokenizer, prefix, limits);
        var length = limits.MaximumTokenCount ?? model.Config.ContextLength + 1 - start.Count;
        if (length == 0)
        {
            return [];
        }
        var scores = new TokenScores(model.Config.VocabularySize);
        var ended = new List<Beam>();
        var beams = new List<Beam> { new([], 0, new KeyValueCache<T>(model, limits.SlideLength)) };
        beams[0].Cache.Append(start.ToArray());
        for (var count = 1; count <= length && beams.Count > 0; count++)
        {
            var grown = Grow(beams, Best(beams, options.Width - ended.Count, scores));
            ended.AddRange(grown.Where(IsEnded));
            beams = [.. grown.Where(beam => !IsEnded(beam))];
            if (count < length)
            {
                KeyValueCache<T>.AppendEach(
                    [.. beams.Select(beam => beam.Cache)],
                    [.. beams.Select(beam => beam.Tokens[^1])]
                );
            }
        }
        return [.. ended.Concat(beams).Select(Found).OrderByDescending(found => found.Score)];

        bool IsEnded(Beam beam) => limits.IsEnd(beam.Tokens[^1], tokenizer);

        FoundText Found(Beam beam)
        {
            var text = IsEnded(beam) ? beam.Tokens.AsSpan(..^1) : beam.Tokens;
            return new FoundText(
                tokenizer.Decode([.. start[startCount..], .. text]),
                [.. beam.Tokens],
                beam.LogProbability,
                beam.LogProbability / Math.Pow(beam.Tokens.Length, options.LengthPenalty),
                IsEnded(beam)
            );
        }
    }

    // The likeliest continuations by one token, the best first. Impossible ones are none.
    private static List<Candidate> Best(List<Beam> beams, int count, TokenScores scores)
    {
        // The worst of those kept is on top: it goes when a better one comes.
        var kept = new PriorityQueue<Candidate, Candidate>(
            Comparer<Candidate>.Create((a, b) => b.CompareTo(a))
        );
        for (var i = 0; i < beams.Count; i++)
        {
            var ofTokens = scores.Read(beams[i].Cache.Logits);
            var logSum = scores.LogSum();
            for (var token = 0; token < ofTokens.Length; token++)
            {
                var sum = beams[i].LogProbability + (ofTokens[token] - logSum);
                var candidate = new Candidate(sum, i, token);
                if (double.IsNegativeInfinity(sum))
                {
                    continue;
                }
                if (kept.Count < count)
                {
                    kept.Enqueue(candidate, candidate);
                }
                else if (candidate.CompareTo(kept.Peek()) < 0)
                {
                    kept.DequeueEnqueue(candidate, candidate);
                }
            }
        }
        return [.. kept.UnorderedItems.Select(item => item.Element).Order()];
    }

    // The first continuation of a beam takes its cache, the others copies: in caches of beams that are not continued, as long as there are some.
    private List<Beam> Grow(List<Beam> beams, List<Candidate> candidates)
    {
        var spare = new Stack<KeyValueCache<T>>(
            beams
                .Where((_, i) => candidates.All(candidate => candidate.Beam != i))
                .Select(beam => beam.Cache)
        );
        var isTaken = new bool[beams.Count];
        var grown = new List<Beam>(candidates.Count);
        foreach (var (logProbability, i, token) in candidates)
        {
            var cache = beams[i].Cache;
            if (isTaken[i])
            {
                cache = spare.TryPop(out var free)
                    ? free
                    : new KeyValueCache<T>(model, beams[i].Cache.SlideLength);
                cache.CopyFrom(beams[i].Cache);
            }
            isTaken[i] = true;
            grown.Add(new Beam([.. beams[i].Tokens, token], logProbability, cache));
        }
        return grown;
    }

    private sealed record Beam(int[] Tokens, double LogProbability, KeyValueCache<T> Cache);

    // In order: the likelier, then the lower beam, then the lower token.
    private readonly record struct Candidate(double LogProbability, int Beam, int Token)
        : IComparable<Candidate>
    {
        public int CompareTo(Candidate other) =>
            (other.LogProbability, Beam, Token).CompareTo(
                (LogProbability, other.Beam, other.Token)
            );
    }
}
