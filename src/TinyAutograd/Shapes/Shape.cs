using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>The sizes of a tensor along its axes, outermost first: rank 0 (a scalar) to 8, sizes may be 0.</summary>
/// <remarks>Written as a collection literal: <c>Shape shape = [4, 2];</c>. <c>default</c> is the scalar shape <c>()</c>.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public readonly struct Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>The largest rank: 8.</summary>
    public const int MaxRank = 8;

    /// <summary>The most elements: 2,000,000,000, which is 8 GB of <see cref="float"/>. Positions are 32-bit numbers; the rest up to 2³¹ is
    /// room for kernels to count in whole vectors and pieces.</summary>
    public const int MaxElementCount = 2_000_000_000;

    private readonly Sizes sizes;
    private readonly int rank;

    [InlineArray(MaxRank)]
    private struct Sizes
    {
        private int first;
    }

    // Sizes come from many members' arguments, so no parameter is named.
    private Shape(ReadOnlySpan<int> sizes)
    {
        if (sizes.Length > MaxRank)
        {
            throw new ArgumentException(
                $"A shape has at most {MaxRank} axes; {sizes.Length} were given."
            );
        }
        long length = 1;
        foreach (var size in sizes)
        {
            if (size < 0)
            {
                throw new ArgumentOutOfRangeException(
                    null,
                    size,
                    $"A shape of ({string.Join(", ", sizes.ToArray())}) has a negative size."
                );
            }
            length *= Math.Max(size, 1);
            if (length > MaxElementCount)
            {
                throw new ArgumentException(
                    $"A shape of ({string.Join(", ", sizes.ToArray())}) has more than {MaxElementCount:N0} elements."
                );
            }
        }
        rank = sizes.Length;
        sizes.CopyTo(this.sizes);
    }

    /// <summary>The scalar shape <c>()</c>: rank 0, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The shape with these sizes, outermost first.</summary>
    /// <param name="sizes">0 to 8 sizes, each ≥ 0; the product of those above 0 at most <see cref="MaxElementCount"/>.</param>
    /// <returns>The shape; no sizes give the scalar shape.</returns>
    /// <exception cref="ArgumentException">More than 8 axes, a negative size, or too many elements.</exception>
    public static Shape Of(params ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>Number of axes, 0 to 8.</summary>
    public int Rank => rank;

    /// <summary>Number of elements: the product of the sizes, 1 for a scalar.</summary>
    public int ElementCount
    {
        get
        {
            var length = 1;
            foreach (var size in AsSpan())
            {
                length *= size;
            }
            return length;
        }
    }

    /// <summary>The size along an axis; a negative axis counts from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int this[int axis] => AsSpan()[Axis(axis)];

    /// <summary>The sizes as a span, outermost first. It points into this value.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> AsSpan() => ((ReadOnlySpan<int>)sizes)[..rank];

    /// <summary>The size along an axis counted from either end: <c>shape[^1]</c> is the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    // Without this, C# would take ^1 as position Length − 1, and Length counts elements.
    public int this[Index axis] =>
        this[axis.GetOffset(rank) is var position and >= 0 ? position : -axis.Value];

    /// <summary>The axis as an index from the front: <c>-1</c> becomes <c>Rank - 1</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int Axis(int axis)
    {
        if (axis < -rank || axis >= rank)
        {
            throw new ArgumentOutOfRangeException(
                nameof(axis),
                axis,
                $"Axis {axis} is not an axis of {this}."
            );
        }
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>This shape with the size of one axis replaced.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    /// <exception cref="ArgumentException">The size is negative, or there would be too many elements.</exception>
    public Shape With(int axis, int size)
    {
        Span<int> changed = stackalloc int[MaxRank];
        AsSpan().CopyTo(changed);
        changed[Axis(axis)] = size;
        return new Shape(changed[..rank]);
    }

    /// <summary>This shape without one axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public Shape Without(int axis)
    {
        axis = Axis(axis);
        Span<int> rest = stackalloc int[MaxRank];
        AsSpan()[..axis].CopyTo(rest);
        AsSpan()[(axis + 1)..].CopyTo(rest[axis..]);
        return new Shape(rest[..(rank - 1)]);
    }

    /// <summary>This shape with a new axis of the given size before position <paramref name="axis"/>.</summary>
    /// <param name="axis">0 to <see cref="Rank"/>; negative counts from the end of the result.</param>
    /// <param name="size">Size of the new axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such position.</exception>
    /// <exception cref="ArgumentException">The size is negative, or there would be too many axes or elements.</exception>
    public Shape Insert(int axis, int size = 1)
    {
        if (axis < -rank - 1 || axis > rank)
        {
            throw new ArgumentOutOfRangeException(
                nameof(axis),
                axis,
                $"Axis {axis} cannot be inserted into {this}."
            );
        }
        axis = axis < 0 ? axis + rank + 1 : axis;
        Span<int> more = stackalloc int[MaxRank + 1];
        AsSpan()[..axis].CopyTo(more);
        more[axis] = size;
        AsSpan()[axis..].CopyTo(more[(axis + 1)..]);
        return new Shape(more[..(rank + 1)]);
    }

    /// <summary>The sizes of this shape followed by those of <paramref name="other"/>.</summary>
    /// <exception cref="ArgumentException">There would be too many axes or elements.</exception>
    public Shape Concat(Shape other)
    {
        Span<int> both = stackalloc int[2 * MaxRank];
        AsSpan().CopyTo(both);
        other.AsSpan().CopyTo(both[rank..]);
        return new Shape(both[..(rank + other.rank)]);
    }

    /// <summary>Number of elements of the axes <paramref name="axes"/>, counted from the front.</summary>
    internal int LengthOf(Range axes)
    {
        var length = 1;
        foreach (var size in AsSpan()[axes])
        {
            length *= size;
        }
        return length;
    }

    int IReadOnlyCollection<int>.Count => rank;

    /// <summary>The sizes, outermost first.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (var axis = 0; axis < rank; axis++)
        {
            yield return this[axis];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether rank and sizes are equal.</summary>
    public bool Equals(Shape other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var size in AsSpan())
        {
            hash.Add(size);
        }
        return hash.ToHashCode();
    }

    /// <summary>Whether rank and sizes are equal.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether rank or sizes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The sizes in parentheses: <c>(4, 2)</c>, <c>(3)</c>, <c>()</c>.</summary>
    public override string ToString() => $"({string.Join(", ", AsSpan().ToArray())})";
}
