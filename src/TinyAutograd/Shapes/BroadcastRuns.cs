namespace TinyAutograd;

/// <summary>An operand repeated to a shape, read in runs along which it is contiguous or one element: for ops of three operands.</summary>
/// <remarks>Each <see cref="RunLength"/> is a product of the last sizes of the shape, so the smallest among operands divides the others.</remarks>
internal readonly ref struct BroadcastRuns<TElement>(
    ReadOnlySpan<TElement> elements,
    Shape from,
    Shape shape
)
{
    private readonly ReadOnlySpan<TElement> elements = elements;
    private readonly BroadcastRows rows = BroadcastRows.Of(from, shape);

    public int RunLength => rows.RowLength;

    /// <summary>The n elements from flat position <paramref name="at"/> of the shape on, or the one that is repeated there.</summary>
    public ReadOnlySpan<TElement> At(int at, int n)
    {
        var (row, offset) = Math.DivRem(at, rows.RowLength);
        var start = rows.Starts(row).A;
        return rows.Kind == BroadcastRows.RowKind.RepeatA
            ? elements.Slice(start, 1)
            : elements.Slice(start + offset, n);
    }
}
