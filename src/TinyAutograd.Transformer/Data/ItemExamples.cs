namespace TinyAutograd.Transformer;

/// <summary>Each item is an example: see <see cref="Batch.Of"/>.</summary>
internal sealed class ItemExamples(
    CharacterTokenizer tokenizer,
    IReadOnlyList<string> items,
    int contextLength
) : IExamples
{
    private readonly Batch all = Batch.Of(tokenizer, items, contextLength);

    public int Count => all.Tokens.Shape[0];

    public int ContextLength => all.Tokens.Shape[1];

    public void Read(int index, Span<int> tokens, Span<int> targets)
    {
        all.Tokens.AsSpan().Slice(index * ContextLength, ContextLength).CopyTo(tokens);
        all.Targets.AsSpan().Slice(index * ContextLength, ContextLength).CopyTo(targets);
    }
}
