using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>Makes variables: from literals, spans and tensors, filled, counted or drawn at random. All copy; none is on a tape.</summary>
public static partial class Variable
{
    /// <summary>A scalar, shape <c>()</c>.</summary>
    public static Variable<T> Of<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => Own([value], Shape.Scalar);

    /// <summary>A vector of these values (copied).</summary>
    public static Variable<T> Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => Own(values.ToArray(), [values.Length]);

    /// <summary>A vector of these values (copied).</summary>
    public static Variable<T> Of<T>(T[] values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of((ReadOnlySpan<T>)values);
    }

    /// <summary>A matrix with these rows (copied): <c>Variable.Of&lt;float&gt;([[1, 2], [3, 4]])</c>.</summary>
    /// <exception cref="ArgumentException">A row is null, or the rows have different lengths.</exception>
    public static Variable<T> Of<T>(T[][] rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, shape) = NestedLiterals.Flatten("Variable.Of", rows);
        return Own(values, shape);
    }

    /// <summary>A rank 3 variable of these matrices (copied).</summary>
    /// <exception cref="ArgumentException">A part is null, or the parts have different shapes.</exception>
    public static Variable<T> Of<T>(T[][][] matrices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, shape) = NestedLiterals.Flatten("Variable.Of", matrices);
        return Own(values, shape);
    }

    /// <summary>A rank 4 variable of these parts (copied).</summary>
    /// <exception cref="ArgumentException">A part is null, or the parts have different shapes.</exception>
    public static Variable<T> Of<T>(T[][][][] parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, shape) = NestedLiterals.Flatten("Variable.Of", parts);
        return Own(values, shape);
    }

    /// <summary>These values, row-major (copied), in this shape.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Variable<T> Of<T>(ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException(
                $"Variable.Of: {values.Length} values do not fill shape {shape} of {shape.ElementCount}.",
                nameof(values)
            );
        }
        return Own(values.ToArray(), shape);
    }

    /// <summary>A copy of a tensor of System.Numerics.Tensors.</summary>
    /// <param name="tensor">At most 8 axes; any strides.</param>
    /// <exception cref="ArgumentException">More than 8 axes or too many elements.</exception>
    public static Variable<T> From<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return From(tensor.AsReadOnlyTensorSpan());
    }

    /// <summary>A copy of a tensor span of System.Numerics.Tensors.</summary>
    /// <param name="tensor">At most 8 axes; any strides.</param>
    /// <exception cref="ArgumentException">More than 8 axes or too many elements.</exception>
    public static Variable<T> From<T>(ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tensor.Rank > Shape.MaxRank)
        {
            throw new ArgumentException(
                $"Variable.From: a tensor of rank {tensor.Rank} has more than {Shape.MaxRank} axes.",
                nameof(tensor)
            );
        }
        Span<int> sizes = stackalloc int[tensor.Rank];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = checked((int)tensor.Lengths[axis]);
        }
        var shape = Shape.Of(sizes);
        var values = new T[shape.ElementCount];
        tensor.FlattenTo(values);
        return Own(values, shape);
    }

    /// <summary>Filled with 0.</summary>
    public static Variable<T> Zeros<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Own(new T[shape.ElementCount], shape);

    /// <summary>Filled with 1.</summary>
    public static Variable<T> Ones<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Full(shape, T.One);

    /// <summary>Filled with one value.</summary>
    public static Variable<T> Full<T>(Shape shape, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = GC.AllocateUninitializedArray<T>(shape.ElementCount);
        values.AsSpan().Fill(value);
        return Own(values, shape);
    }

    /// <summary>The numbers start, start + step, start + 2·step, … below <paramref name="stop"/> (above it for a negative step).</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The bound, not included.</param>
    /// <param name="step">The distance, not 0; 1 unless told.</param>
    /// <returns>A vector of ⌈(stop − start) / step⌉ numbers, none where that is not positive.</returns>
    /// <exception cref="ArgumentException">The step is 0, an argument is not finite, or there are more numbers than a shape holds.</exception>
    public static Variable<T> Arange<T>(T start, T stop, T? step = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var distance = step ?? T.One;
        var count = T.Ceiling((stop - start) / distance);
        if (!T.IsFinite(count) || T.IsZero(distance))
        {
            throw new ArgumentException(
                $"Variable.Arange: start {start}, stop {stop} and step {distance} give no finite count."
            );
        }
        var length = T.Max(count, T.Zero);
        if (length > T.CreateChecked(Shape.MaxElementCount))
        {
            throw new ArgumentException(
                $"Variable.Arange: start {start}, stop {stop} and step {distance} give {length} numbers; at most {Shape.MaxElementCount:N0} fit."
            );
        }
        var values = new T[int.CreateSaturating(length)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = start + T.CreateChecked(i) * distance;
        }
        return Own(values, [values.Length]);
    }

    /// <summary>The numbers 0, 1, … below <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is negative, or more than a shape holds.</exception>
    public static Variable<T> Arange<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Arange(T.Zero, T.CreateChecked(count));
    }

    /// <summary><paramref name="count"/> numbers at equal distances from <paramref name="start"/> to <paramref name="stop"/>, both included.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is negative, or more than a shape holds.</exception>
    public static Variable<T> Linspace<T>(T start, T stop, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = Shape.Of(count);
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            // Weighted from the nearer end, so that both ends are met exactly and the row is symmetric.
            var share =
                T.CreateChecked(i < count / 2 ? i : count - 1 - i)
                / T.CreateChecked(Math.Max(count - 1, 1));
            values[i] =
                i < count / 2 || count == 1
                    ? start + share * (stop - start)
                    : stop - share * (stop - start);
        }
        return Own(values, shape);
    }

    /// <summary>The identity matrix (n, n): 1 on the diagonal, 0 elsewhere.</summary>
    /// <exception cref="ArgumentException"><paramref name="size"/> is negative, or n² more than a shape holds.</exception>
    public static Variable<T> Eye<T>(int size)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return OneHot<T>(Indices.Arange(size), size);
    }

    /// <summary>A new last axis of <paramref name="classCount"/> numbers: 1 at the index, 0 elsewhere.</summary>
    /// <param name="indices">Any shape of rank ≤ 7; values in [0, classCount).</param>
    /// <param name="classCount">Size of the new axis.</param>
    /// <returns>Shape of <paramref name="indices"/> followed by <paramref name="classCount"/>.</returns>
    /// <exception cref="ArgumentException">An index is not a class, or there are more numbers than a shape holds.</exception>
    public static Variable<T> OneHot<T>(Indices indices, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentOutOfRangeException.ThrowIfNegative(classCount);
        var shape = indices.Shape.Concat([classCount]);
        var values = new T[shape.ElementCount];
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)classCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices),
                    indices[i],
                    $"Variable.OneHot: index {indices[i]} at position {i} is not in [0, {classCount})."
                );
            }
            values[i * classCount + indices[i]] = T.One;
        }
        return Own(values, shape);
    }

    /// <summary>Takes ownership of an array that nobody else writes to.</summary>
    internal static Variable<T> Own<T>(T[] values, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(new Block<T>(values), shape, "constant");
}
