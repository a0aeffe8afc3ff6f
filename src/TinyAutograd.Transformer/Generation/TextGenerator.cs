using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Writes new texts: the model's next-token probabilities, a draw, and again, until the end token.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="model">The model; its vocabulary is the tokenizer's.</param>
/// <param name="tokenizer">From text to tokens and back; its start and end tokens begin and end a text.</param>
/// <remarks>The prefix costs one pass, and each token behind it one position's work (<see cref="KeyValueCache{T}"/>).</remarks>
public sealed partial class TextGenerator<T>(Gpt<T> model, ITokenizer tokenizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gpt<T> model = model ?? throw new ArgumentNullException(nameof(model));
    private readonly ITokenizer tokenizer =
        tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));

    /// <summary>A new text.</summary>
    /// <param name="random">Draws; it moves on.</param>
    /// <param name="options">How each token is chosen.</param>
    /// <param name="prefix">What the text starts with; needed where the tokenizer has no start token.</param>
    /// <param name="limits">Where it ends; unless given, at the end token or at the end of the context.</param>
    /// <returns>The text with its prefix, without the token that ended it.</returns>
    /// <exception cref="ArgumentException">An option or a limit is out of its range; the prefix has an unknown character, is missing, or fills
    /// the context while no <see cref="GenerationLimits.MaximumTokenCount"/> is given.</exception>
    public string Generate(
        RandomGenerator random,
        SamplingOptions options,
        string prefix = "",
        GenerationLimits? limits = null
    )
    {
        var text = Start(random, options, prefix, limits);
        while (!text.IsFinished)
        {
            text.Read();
            text.Draw();
        }
        return text.Text;
    }

    /// <summary>Several new texts at once: the weights, the cost of a token, are read once for all of them.</summary>
    /// <param name="random">Text i draws from its fork i; it does not move.</param>
    /// <param name="options">How each token is chosen.</param>
    /// <param name="prefixes">What each text starts with; of any lengths.</param>
    /// <param name="limits">Where each ends; unless given, at the end token or at the end of the context.</param>
    /// <returns>A text for each prefix: what <see cref="Generate"/> gives with <c>random.Fork(i)</c>, as far as rounding decides no draw.</returns>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public string[] GenerateEach(
        RandomGenerator random,
        SamplingOptions options,
        IReadOnlyList<string> prefixes,
        GenerationLimits? limits = null
    )
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(prefixes);
        foreach (var prefix in prefixes)
        {
            ArgumentNullException.ThrowIfNull(prefix, nameof(prefixes));
        }
        Continuation<T>[] texts =
        [
            .. prefixes.Select(
                (prefix, i) => Start(random.Fork((ulong)i), options, prefix, limits)
            ),
        ];
        var unfinished = texts.Where(text => !text.IsFinished).ToList();
        foreach (var text in unfinished)
        {
            text.Read();
        }
        while (unfinished.Count > 0)
        {
            foreach (var text in unfinished)
            {
                text.Draw();
            }
            unfinished.RemoveAll(text => text.IsFinished);
            KeyValueCache<T>.AppendEach(
                [.. unfinished.Select(text => text.Cache)],
                [.. unfinished.Select(text => text.Last)]
            );
        }
        return [.. texts.Select(text => text.Text)];
    }

    /// <summary>Probabilities of the token that follows.</summary>
    /// <param name="tokens">What stands before, the start token first; at least one, at most the context length.</param>
    /// <param name="options">How the token is chosen.</param>
    /// <returns>V probabilities that sum to 1.</returns>
    /// <exception cref="ArgumentException">See <see cref="Generate"/>.</exception>
    public double[] NextProbabilities(ReadOnlySpan<int> tokens, SamplingOptions options)
    {
        using var workspace = new Workspace<T>();
        var logits = model.Forward(Indices.Of(tokens, [1, tokens.Length])); // (1, T, V)
        return Sampler.Probabilities(
            logits.AsSpan()[^model.Config.VocabularySize..],
            options,
            tokens
        );
    }

    private Continuation<T> Start(
        RandomGenerator random,
        SamplingOptions options,
        string prefix,
        GenerationLimits? limits
    ) => new(model, tokenizer, random, options, prefix, limits);
}
