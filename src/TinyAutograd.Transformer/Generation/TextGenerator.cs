using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Writes new items: the model's next-token probabilities, a draw, and again, until the end mark.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="model">The model; its vocabulary is the tokenizer's.</param>
/// <param name="tokenizer">From tokens to text.</param>
public sealed class TextGenerator<T>(Gpt<T> model, CharacterTokenizer tokenizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A new item.</summary>
    /// <param name="random">Draws; it moves on.</param>
    /// <param name="options">How each token is chosen.</param>
    /// <param name="prefix">What the item starts with.</param>
    /// <returns>The item, ended by the end mark or by the end of the context.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the prefix has an unknown character or fills the
    /// context.</exception>
    public string Generate(RandomGenerator random, SamplingOptions options, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(random);
        var room = model.Config.ContextLength - 1;
        List<int> tokens = [CharacterTokenizer.Mark, .. tokenizer.Encode(prefix)];
        if (tokens.Count - 1 > room)
        {
            throw new ArgumentException(
                $"The prefix \"{prefix}\" has {tokens.Count - 1} characters; a context of {model.Config.ContextLength} holds {room}.",
                nameof(prefix)
            );
        }
        while (tokens.Count <= model.Config.ContextLength)
        {
            var probabilities = NextProbabilities(tokens.ToArray(), options);
            var next = Sampler.Draw(probabilities, random);
            if (next == CharacterTokenizer.Mark)
            {
                break;
            }
            tokens.Add(next);
        }
        return tokenizer.Decode(tokens.ToArray());
    }

    /// <summary>Probabilities of the token that follows.</summary>
    /// <param name="tokens">What stands before, the mark first; at least one, at most the context length.</param>
    /// <param name="options">How the token is chosen.</param>
    /// <returns>V probabilities that sum to 1.</returns>
    /// <exception cref="ArgumentException">See <see cref="Generate"/>.</exception>
    public double[] NextProbabilities(ReadOnlySpan<int> tokens, SamplingOptions options)
    {
        using var workspace = new Workspace<T>();
        var logits = model.Forward(Indices.Of(tokens, [1, tokens.Length])); // (1, T, V)
        return Sampler.Probabilities(logits.AsSpan()[^tokenizer.VocabularySize..], options, tokens);
    }
}
