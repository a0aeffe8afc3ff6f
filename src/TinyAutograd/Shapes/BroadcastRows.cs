namespace TinyAutograd;

/// <summary>Two broadcast operands cut into rows: the longest runs over which each operand is either contiguous or one repeated number.</summary>
internal readonly ref struct BroadcastRows
{
    /// <summary>How the operands run along a row.</summary>
    public enum RowKind
    {
        /// <summary>Both are contiguous.</summary>
        Both,

        /// <summary>The first is contiguous, the second one number.</summary>
        RepeatB,

        /// <summary>The first is one number, the second contiguous.</summary>
        RepeatA,
    }

    private readonly Shape outer;
    private readonly Shape stridesA;
    private readonly Shape stridesB;

    private BroadcastRows(RowKind kind, int rowLength, Shape outer, Shape stridesA, Shape stridesB)
    {
        Kind = kind;
        RowLength = rowLength;
        Count = outer.ElementCount;
        this.outer = outer;
        this.stridesA = stridesA;
        this.stridesB = stridesB;
    }

    public RowKind Kind { get; }

    public int RowLength { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    public static BroadcastRows Of(Shape a, Shape b)
    {
        Broadcasting.TryBroadcast(a, b, out var shape);
        Span<int> sizesA = stackalloc int[shape.Rank];
        Span<int> sizesB = stackalloc int[shape.Rank];
        Align(a, sizesA);
        Align(b, sizesB);
        // Join axes from the last on, as long as both operands run in the same way.
        var kind = RowKind.Both;
        var rowLength = 1;
        var axis = shape.Rank - 1;
        for (; axis >= 0; axis--)
        {
            if (shape[axis] == 1)
            {
                continue;
            }
            var axisKind =
                sizesA[axis] == sizesB[axis] ? RowKind.Both
                : sizesB[axis] == 1 ? RowKind.RepeatB
                : RowKind.RepeatA;
            if (rowLength > 1 && axisKind != kind)
            {
                break;
            }
            kind = axisKind;
            rowLength *= shape[axis];
        }
        Strides(sizesA);
        Strides(sizesB);
        var outer = axis + 1;
        return new BroadcastRows(
            kind,
            rowLength,
            Shape.Of(shape.AsSpan()[..outer]),
            Shape.Of(sizesA[..outer]),
            Shape.Of(sizesB[..outer])
        );
    }

    /// <summary>Where a row starts in each operand.</summary>
    public (int A, int B) Starts(int row)
    {
        var (startA, startB) = (0, 0);
        for (var axis = outer.Rank - 1; axis >= 0; axis--)
        {
            var size = outer[axis];
            var position = row % size;
            row /= size;
            startA += position * stridesA[axis];
            startB += position * stridesB[axis];
        }
        return (startA, startB);
    }

    private static void Align(Shape shape, Span<int> sizes)
    {
        sizes.Fill(1);
        shape.AsSpan().CopyTo(sizes[(sizes.Length - shape.Rank)..]);
    }

    // Sizes become strides in place; a repeated axis has stride 0.
    private static void Strides(Span<int> sizes)
    {
        var stride = 1;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            var size = sizes[axis];
            sizes[axis] = size == 1 ? 0 : stride;
            stride *= size;
        }
    }
}
