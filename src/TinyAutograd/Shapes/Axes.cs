using System.Collections;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>A choice of axes for a reduction: all (<c>default</c>), one (<c>1</c>), or several (<c>[0, -1]</c>).</summary>
/// <remarks>Negative axes count from the end. An empty literal <c>[]</c> means no axis at all.</remarks>
[CollectionBuilder(typeof(Axes), nameof(Of))]
public readonly struct Axes : IEnumerable<int>, IEquatable<Axes>
{
    // One bit per axis: bits 0 to 7 count from the front, bits 8 to 15 from the end (bit 8 is axis -1).
    private readonly ushort bits;
    private readonly bool isSelection;

    // One axis or several: no parameter is named.
    private Axes(ReadOnlySpan<int> axes)
    {
        isSelection = true;
        foreach (var axis in axes)
        {
            if (axis is < -Shape.MaxRank or >= Shape.MaxRank)
            {
                throw new ArgumentOutOfRangeException(
                    null,
                    axis,
                    $"Axis {axis} is not within −8 … 7."
                );
            }
            var bit = (ushort)(1 << (axis >= 0 ? axis : Shape.MaxRank - 1 - axis));
            if ((bits & bit) != 0)
            {
                throw new ArgumentException($"Axis {axis} is named twice.");
            }
            bits |= bit;
        }
    }

    /// <summary>All axes; the same as <c>default</c>.</summary>
    public static Axes All => default;

    /// <summary>The given axes.</summary>
    /// <exception cref="ArgumentException">An axis outside −8 … 7, or one named twice.</exception>
    public static Axes Of(params ReadOnlySpan<int> axes) => new(axes);

    /// <summary>One axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The axis is outside −8 … 7.</exception>
    public static implicit operator Axes(int axis) => Of(axis);

    /// <summary>Whether all axes are meant.</summary>
    public bool IsAll => !isSelection;

    /// <summary>Resolves the choice against a shape.</summary>
    /// <param name="op">Name of the operation, for the message.</param>
    /// <param name="shape">The shape whose axes are chosen.</param>
    /// <returns>Bit i is set where axis i, counted from the front, is chosen.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    /// <exception cref="ArgumentException">An axis is named twice, once from each end.</exception>
    public int Resolve(string op, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(op);
        if (IsAll)
        {
            return (1 << shape.Rank) - 1;
        }
        var mask = 0;
        for (var set = 0; set < 2 * Shape.MaxRank; set++)
        {
            if ((bits & (1 << set)) == 0)
            {
                continue;
            }
            var axis = AxisOf(set);
            if (axis < -shape.Rank || axis >= shape.Rank)
            {
                throw new ArgumentOutOfRangeException(
                    null,
                    axis,
                    $"{op}: axis {axis} is not an axis of {shape}."
                );
            }
            var bit = 1 << shape.Axis(axis);
            if ((mask & bit) != 0)
            {
                throw new ArgumentException(
                    $"{op}: axis {shape.Axis(axis)} of {shape} is named twice."
                );
            }
            mask |= bit;
        }
        return mask;
    }

    /// <summary>The shape after reducing the chosen axes.</summary>
    /// <param name="op">Name of the operation, for the message.</param>
    /// <param name="shape">The shape before.</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <returns>The shape after.</returns>
    /// <exception cref="ArgumentException">See <see cref="Resolve"/>.</exception>
    public Shape Reduce(string op, Shape shape, bool keepDims)
    {
        var mask = Resolve(op, shape);
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        var rank = 0;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var isReduced = (mask & (1 << axis)) != 0;
            if (!isReduced || keepDims)
            {
                sizes[rank++] = isReduced ? 1 : shape[axis];
            }
        }
        return Shape.Of(sizes[..rank]);
    }

    /// <summary>The named axes, those from the front first, as they were given (not resolved).</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (var bit = 0; bit < 2 * Shape.MaxRank; bit++)
        {
            if ((bits & (1 << bit)) != 0)
            {
                yield return AxisOf(bit);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int AxisOf(int bit) => bit < Shape.MaxRank ? bit : Shape.MaxRank - 1 - bit;

    /// <summary>Whether the same axes were given.</summary>
    public bool Equals(Axes other) => bits == other.bits && isSelection == other.isSelection;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Axes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(bits, isSelection);

    /// <summary>Whether the same axes were given.</summary>
    public static bool operator ==(Axes left, Axes right) => left.Equals(right);

    /// <summary>Whether different axes were given.</summary>
    public static bool operator !=(Axes left, Axes right) => !left.Equals(right);

    /// <summary><c>all</c>, or the axes in brackets: <c>[0, -1]</c>.</summary>
    public override string ToString() => IsAll ? "all" : $"[{string.Join(", ", this)}]";
}
