using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Writes new texts: the model's next-token probabilities, a draw, and again, until the end token.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="model">The model; its vocabulary is the tokenizer's.</param>
/// <param name="tokenizer">From text to tokens and back; its start and end tokens begin and end a text.</param>
public sealed class TextGenerator<T>(Gpt<T> model, ITokenizer tokenizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A new text.</summary>
    /// <param name="random">Draws; it moves on.</param>
    /// <param name="options">How each token is chosen.</param>
    /// <param name="prefix">What the text starts with; needed where the tokenizer has no start token.</param>
    /// <returns>The text, ended by the end token, which is left out, or by the end of the context.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the prefix has an unknown character, fills the
    /// context, or is missing.</exception>
    public string Generate(RandomGenerator random, SamplingOptions options, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(random);
        int[] start = tokenizer.StartToken is { } token ? [token] : [];
        List<int> tokens = [.. start, .. tokenizer.Encode(prefix)];
        ThrowIfNoPlace(prefix, tokens.Count, start.Length);
        while (tokens.Count <= model.Config.ContextLength)
        {
            var probabilities = NextProbabilities(tokens.ToArray(), options);
            var next = Sampler.Draw(probabilities, random);
            if (next == tokenizer.EndToken)
            {
                break;
            }
            tokens.Add(next);
        }
        return tokenizer.Decode(tokens.ToArray().AsSpan(start.Length));
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

    private void ThrowIfNoPlace(string prefix, int tokenCount, int startCount)
    {
        if (tokenCount == 0)
        {
            throw new ArgumentException(
                "This tokenizer has no start token: the text needs a prefix.",
                nameof(prefix)
            );
        }
        if (tokenCount > model.Config.ContextLength)
        {
            throw new ArgumentException(
                $"The prefix \"{prefix}\" has {tokenCount - startCount} tokens; a context of {model.Config.ContextLength} holds {model.Config.ContextLength - startCount}.",
                nameof(prefix)
            );
        }
    }
}
