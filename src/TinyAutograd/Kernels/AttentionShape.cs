namespace TinyAutograd.Kernels;

/// <summary>The sizes of attention over batches and heads.</summary>
/// <param name="Batches">B.</param>
/// <param name="Heads">H.</param>
/// <param name="Queries">Number of positions that look.</param>
/// <param name="Keys">Number of positions that are looked at.</param>
/// <param name="Size">Numbers of a query and of a key.</param>
/// <param name="ValueSize">Numbers of a value.</param>
/// <param name="IsCausal">Whether position i looks at positions up to i only.</param>
internal readonly record struct AttentionShape(
    int Batches,
    int Heads,
    int Queries,
    int Keys,
    int Size,
    int ValueSize,
    bool IsCausal
)
{
    // Multiplications in a piece: some microseconds of work, so that claiming a piece costs nothing beside it.
    private const long WorkOfPiece = 65536;

    // The scores of a unit are scratch memory of a thread, beside other scratch in one array.
    private const int MostScores = 1 << 30;

    // Of the widest vector.
    private const int MostLanes = 16;

    /// <summary>Where the queries stand.</summary>
    public AttentionStrides Query { get; init; }

    /// <summary>Where the keys stand.</summary>
    public AttentionStrides Key { get; init; }

    /// <summary>Where the values stand.</summary>
    public AttentionStrides Value { get; init; }

    /// <summary>Where the results stand.</summary>
    public AttentionStrides Result { get; init; }

    /// <summary>One per batch and head: they are computed independently.</summary>
    public int Units => Batches * Heads;

    /// <summary>Probabilities of a unit: (Queries, Keys).</summary>
    public int MatrixLength => checked(Queries * Keys);

    /// <summary>About how many multiplications a unit takes.</summary>
    public long WorkOfUnit => (long)Queries * Keys * (Size + ValueSize + 8);

    /// <summary>Refuses what scratch memory does not hold.</summary>
    /// <exception cref="ArgumentException">A unit has more than 2³⁰ scores, or too many of them and channels together.</exception>
    public void ThrowIfTooLarge(string method)
    {
        var scores = (long)Queries * Keys;
        if (scores > MostScores)
        {
            throw new ArgumentException(
                $"{method}: {Queries:N0} queries and {Keys:N0} keys have {scores:N0} scores; at most {MostScores:N0} are possible. Use shorter sequences."
            );
        }
        // Beside the scores, keys or values are laid out anew, in whole vectors.
        var size = Math.Max(Size, ValueSize);
        var scratch = scores + size * ((long)Keys + MostLanes - 1 & -MostLanes);
        if (scratch > Shape.MaxElementCount)
        {
            throw new ArgumentException(
                $"{method}: {Queries:N0} queries and {Keys:N0} keys of {size:N0} channels need {scratch:N0} numbers of scratch memory; at most {Shape.MaxElementCount:N0} are possible. Use fewer channels or shorter sequences."
            );
        }
    }

    /// <summary>Number of probabilities of all units.</summary>
    /// <exception cref="ArgumentException">They are more than <see cref="Shape.MaxElementCount"/>.</exception>
    public int KeptLength(string method)
    {
        var length = (long)Units * Queries * Keys;
        return length <= Shape.MaxElementCount
            ? (int)length
            : throw new ArgumentException(
                $"{method}: the gradient needs {length:N0} probabilities, {Batches:N0} × {Heads:N0} × {Queries:N0} × {Keys:N0}; at most {Shape.MaxElementCount:N0} are possible. Use smaller batches or shorter sequences."
            );
    }

    /// <summary>Elements from the first one of an operand to behind its last one.</summary>
    /// <param name="strides">Where the operand stands.</param>
    /// <param name="rows">Positions.</param>
    /// <param name="columns">Numbers of a position.</param>
    public long ExtentOf(AttentionStrides strides, int rows, int columns) =>
        Units == 0 || rows == 0 || columns == 0
            ? 0
            : (Batches - 1L) * strides.Batch
                + (Heads - 1L) * strides.Head
                + (rows - 1L) * strides.Row
                + columns;

    /// <summary>Units in a piece of parallel work.</summary>
    public int UnitsOfPiece => (int)Math.Max(1, WorkOfPiece / Math.Max(1, WorkOfUnit));
}

/// <summary>Elements between neighbouring positions, heads and batches.</summary>
internal readonly record struct AttentionStrides(int Row, int Head, int Batch)
{
    /// <summary>Where a unit starts.</summary>
    public nint StartOf(int unit, int heads) =>
        unit / heads * (nint)Batch + unit % heads * (nint)Head;
}
