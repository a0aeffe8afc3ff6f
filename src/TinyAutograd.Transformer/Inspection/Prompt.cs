using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A text as the model reads it: the mark, then its characters.</summary>
internal static class Prompt
{
    /// <summary>The tokens, mark first.</summary>
    /// <exception cref="ArgumentException">The text is too long for the context, has an unknown character, or the vocabularies differ.</exception>
    public static int[] Encode<T>(Gpt<T> model, CharacterTokenizer tokenizer, string text)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(text);
        if (tokenizer.VocabularySize != model.Config.VocabularySize)
        {
            throw new ArgumentException(
                $"The model has a vocabulary of {model.Config.VocabularySize} tokens, the tokenizer of {tokenizer.VocabularySize}.",
                nameof(tokenizer)
            );
        }
        int[] tokens = [CharacterTokenizer.Mark, .. tokenizer.Encode(text)];
        return tokens.Length <= model.Config.ContextLength
            ? tokens
            : throw new ArgumentException(
                $"\"{text}\" has {tokens.Length - 1} characters; a context of {model.Config.ContextLength} holds {model.Config.ContextLength - 1}.",
                nameof(text)
            );
    }

    /// <summary>The tokens as one row of a batch, (1, T).</summary>
    public static Indices Row(int[] tokens) => Indices.Of(tokens, [1, tokens.Length]);
}
