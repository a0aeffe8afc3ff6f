#pragma warning disable CA2225 // The conversions are what the type is for: it is written as a number, an index or a range.

namespace TinyAutograd;

/// <summary>What an indexer takes of one axis: a position, which drops the axis (<c>2</c>, <c>^1</c>), or a range, which keeps it
/// (<c>..</c>, <c>1..3</c>, <c>^2..</c>).</summary>
public readonly record struct AxisIndex
{
    private readonly Index start;
    private readonly Index end;
    private readonly bool isRange;

    private AxisIndex(Index start, Index end, bool isRange) =>
        (this.start, this.end, this.isRange) = (start, end, isRange);

    /// <summary>Position <paramref name="position"/> from the front, which must not be negative: write <c>^1</c> for the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative position.</exception>
    public static implicit operator AxisIndex(int position) =>
        position >= 0
            ? (Index)position
            : throw new ArgumentOutOfRangeException(
                nameof(position),
                position,
                $"An index of {position} is negative. Write ^{-(long)position} to count from the end."
            );

    /// <summary>A position, from the front or the end.</summary>
    public static implicit operator AxisIndex(Index position) =>
        new(position, position, isRange: false);

    /// <summary>The positions of a range.</summary>
    public static implicit operator AxisIndex(Range range) =>
        new(range.Start, range.End, isRange: true);

    /// <summary>Whether a range is meant, so that the axis stays.</summary>
    public bool IsRange => isRange;

    /// <summary>As it is written: <c>2</c>, <c>^1</c>, <c>1..^0</c>.</summary>
    public override string ToString() => isRange ? $"{start}..{end}" : $"{start}";

    /// <summary>First position and length on an axis.</summary>
    /// <param name="shape">The shape, for the size of the axis and for the message.</param>
    /// <param name="axis">The axis, counted from the front.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not within the axis, or a range that ends before it starts.</exception>
    internal (int Start, int Length) Resolve(Shape shape, int axis)
    {
        var size = shape[axis];
        var first = start.GetOffset(size);
        var last = isRange ? end.GetOffset(size) : first + 1;
        return first >= 0 && first <= last && last <= size
            ? (first, last - first)
            : throw new ArgumentOutOfRangeException(
                null,
                ToString(),
                $"Index {this} is not within axis {axis} of {shape}, which has size {size}."
            );
    }
}
