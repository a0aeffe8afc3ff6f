namespace TinyAutograd.Transformer;

/// <summary>Where a text begins and ends: at the end token always, and at these.</summary>
public sealed record GenerationLimits
{
    /// <summary>Number of tokens behind the prefix, the one that ends the text included. Null: as many as the context holds.</summary>
    /// <remarks>With a number the context slides: prefix and text may be longer than it, and the model sees the newest tokens.</remarks>
    public int? MaximumTokenCount { get; init; }

    /// <summary>Tokens that end the text as the end token does: they are left out of it.</summary>
    public IReadOnlyCollection<int> StopTokens { get; init; } = [];

    /// <summary>Whether a prefix stands alone, without the tokenizer's start token before it. An empty prefix always has it.</summary>
    /// <remarks>For GPT-2, whose own sampling program (interactive_conditional_samples.py, 2019) puts nothing before a prompt.</remarks>
    public bool OmitsStartToken { get; init; }

    /// <summary>How many of the oldest tokens a full context forgets at once: see <see cref="KeyValueCache{T}.SlideLength"/>.</summary>
    public int? SlideLength { get; init; }

    /// <summary>Throws if a limit is impossible for a model.</summary>
    /// <param name="config">Gives the vocabulary and the context length.</param>
    /// <exception cref="ArgumentException">A limit is out of its range; the message names it.</exception>
    public void Validate(GptConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(StopTokens);
        if (MaximumTokenCount < 0)
        {
            throw new ArgumentException(
                $"The maximum token count is {MaximumTokenCount}; it must be 0 or more."
            );
        }
        if (SlideLength < 1 || SlideLength > config.ContextLength)
        {
            throw new ArgumentException(
                $"The slide length is {SlideLength}; it must be 1 to {config.ContextLength}, the context length."
            );
        }
        foreach (var token in StopTokens)
        {
            if ((uint)token >= (uint)config.VocabularySize)
            {
                throw new ArgumentException(
                    $"Stop token {token} is not in the vocabulary of {config.VocabularySize} tokens."
                );
            }
        }
    }

    /// <summary>Whether this token ends a text.</summary>
    internal bool IsEnd(int token, ITokenizer tokenizer) =>
        token == tokenizer.EndToken || StopTokens.Contains(token);
}
