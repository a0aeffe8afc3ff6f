using System.Numerics;
using System.Runtime.InteropServices;

namespace TinyAutograd.Transformer;

/// <summary>A text while it is being written, and what its next token is drawn with.</summary>
/// <remarks>Read, then draw, and again: reading is apart so that several texts can be read at once.</remarks>
internal sealed class Continuation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ITokenizer tokenizer;
    private readonly RandomGenerator random;
    private readonly SamplingOptions options;
    private readonly GenerationLimits limits;
    private readonly StreamingDecoder decoder;
    private readonly TokenScores scores;
    private readonly List<int> tokens;
    private readonly int startCount;
    private readonly int drawCount; // draws that are allowed
    private int drawn;
    private bool hasBegun;

    /// <exception cref="ArgumentException">An option, a limit or the prefix is impossible.</exception>
    public Continuation(
        Gpt<T> model,
        ITokenizer tokenizer,
        RandomGenerator random,
        SamplingOptions options,
        string prefix,
        GenerationLimits? limits
    )
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.limits = limits ?? new GenerationLimits();
        this.limits.Validate(model.Config);
        (this.tokenizer, this.random, this.options) = (tokenizer, random, options);
        (tokens, startCount) = Start(model.Config, tokenizer, prefix, this.limits);
        drawCount = this.limits.MaximumTokenCount ?? model.Config.ContextLength + 1 - tokens.Count;
        decoder = new StreamingDecoder(tokenizer);
        scores = new TokenScores(model.Config.VocabularySize);
        Cache = new KeyValueCache<T>(model, this.limits.SlideLength);
        IsFinished = drawCount == 0;
    }

    /// <summary>Remembers what was read.</summary>
    public KeyValueCache<T> Cache { get; }

    /// <summary>Whether there is nothing more to draw.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>The token that was drawn last: to be read before the next draw.</summary>
    public int Last => tokens[^1];

    /// <summary>The whole text: the prefix and what was drawn.</summary>
    public string Text => tokenizer.Decode(tokens.ToArray().AsSpan(startCount));

    /// <summary>The tokens before a text: the start token, if there is one, and the prefix.</summary>
    /// <exception cref="ArgumentException">There are none, or the prefix has no place.</exception>
    public static (List<int> Tokens, int StartCount) Start(
        GptConfig config,
        ITokenizer tokenizer,
        string prefix,
        GenerationLimits limits
    )
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var encoded = tokenizer.Encode(prefix);
        var isOmitted = limits.OmitsStartToken && encoded.Length > 0;
        int[] start = tokenizer.StartToken is { } token && !isOmitted ? [token] : [];
        List<int> tokens = [.. start, .. encoded];
        if (tokens.Count == 0)
        {
            throw new ArgumentException(
                "This tokenizer has no start token: the text needs a prefix."
            );
        }
        if (tokens.Count > config.ContextLength && limits.MaximumTokenCount is null)
        {
            throw new ArgumentException(
                $"The prefix \"{prefix}\" has {tokens.Count - start.Length} tokens; a context of {config.ContextLength} holds {config.ContextLength - start.Length}. Shorten it, or give a maximum token count: then the context slides."
            );
        }
        return (tokens, start.Length);
    }

    /// <summary>To be called before a stream is read: a second time there would be other draws.</summary>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public void Begin()
    {
        if (hasBegun)
        {
            throw new InvalidOperationException(
                "This stream was read before, and its draws are gone: ask the generator for a new one."
            );
        }
        hasBegun = true;
    }

    /// <summary>Reads what was not read: first the prefix in one pass, then the last token.</summary>
    public void Read()
    {
        if (drawn == 0)
        {
            Cache.Append(tokens.ToArray());
        }
        else
        {
            Cache.Append(Last);
        }
    }

    /// <summary>Draws the next token; everything before it was read.</summary>
    /// <returns>The token and the probability that it was drawn with.</returns>
    public (int Token, double Probability) Draw()
    {
        scores.Choose(Cache.Logits, options, CollectionsMarshal.AsSpan(tokens));
        var probabilities = scores.Softmax();
        var token = Sampler.Draw(probabilities, random);
        var isEnd = limits.IsEnd(token, tokenizer);
        if (!isEnd)
        {
            tokens.Add(token);
        }
        drawn++;
        IsFinished = isEnd || drawn == drawCount;
        return (token, probabilities[token]);
    }

    /// <summary>The characters that a token, the one drawn last, completes; at the end also what never became whole.</summary>
    public string TextOf(int token) =>
        (limits.IsEnd(token, tokenizer) ? "" : decoder.Append(token))
        + (IsFinished ? decoder.Finish() : "");

    /// <summary>All about a token that was just drawn.</summary>
    public GeneratedToken Describe(int token, double probability) =>
        new(
            token,
            TextOf(token),
            scores.Read(Cache.Logits)[token] - scores.LogSum(),
            probability,
            limits.IsEnd(token, tokenizer)
        );
}
