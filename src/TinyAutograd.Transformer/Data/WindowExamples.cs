namespace TinyAutograd.Transformer;

/// <summary>Some of a text's windows: window w reads the tokens w·T … w·T + T − 1 and predicts those one further. All windows but those of a gap, or
/// those of the gap.</summary>
/// <param name="tokens">The text.</param>
/// <param name="contextLength">T.</param>
/// <param name="count">How many windows there are here.</param>
/// <param name="first">The first one; those behind it follow.</param>
/// <param name="gapStart">How many come before the gap.</param>
/// <param name="gapLength">How many windows the gap leaves out.</param>
internal sealed class WindowExamples(
    ITokenSequence tokens,
    int contextLength,
    int count,
    int first,
    int gapStart,
    int gapLength
) : IExamples
{
    public int Count => count;

    public int ContextLength => contextLength;

    public void Read(int index, Span<int> inputs, Span<int> targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        var window = first + (long)index + (index < gapStart ? 0 : gapLength);
        Span<int> read = new int[contextLength + 1];
        tokens.Read(window * contextLength, read);
        read[..contextLength].CopyTo(inputs);
        read[1..].CopyTo(targets);
    }
}
