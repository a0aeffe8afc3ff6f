using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>Makes variables: from literals, spans and tensors, filled, counted or drawn at random. All copy; none is on a tape.</summary>
public static class Variable
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
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static Variable<T> Of<T>(T[][] rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, shape) = NestedLiterals.Flatten("Variable.Of", rows);
        return Own(values, shape);
    }

    /// <summary>A rank 3 variable of these matrices (copied).</summary>
    /// <exception cref="ArgumentException">The parts have different shapes.</exception>
    public static Variable<T> Of<T>(T[][][] matrices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (values, shape) = NestedLiterals.Flatten("Variable.Of", matrices);
        return Own(values, shape);
    }

    /// <summary>A rank 4 variable of these parts (copied).</summary>
    /// <exception cref="ArgumentException">The parts have different shapes.</exception>
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
        if (values.Length != shape.Length)
        {
            throw new ArgumentException(
                $"Variable.Of: {values.Length} values do not fill shape {shape} of {shape.Length}.",
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
        var values = new T[shape.Length];
        tensor.FlattenTo(values);
        return Own(values, shape);
    }

    /// <summary>Filled with 0.</summary>
    public static Variable<T> Zeros<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Own(new T[shape.Length], shape);

    /// <summary>Filled with 1.</summary>
    public static Variable<T> Ones<T>(Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Full(shape, T.One);

    /// <summary>Filled with one value.</summary>
    public static Variable<T> Full<T>(Shape shape, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = GC.AllocateUninitializedArray<T>(shape.Length);
        values.AsSpan().Fill(value);
        return Own(values, shape);
    }

    /// <summary>The numbers start, start + step, start + 2·step, … below <paramref name="stop"/> (above it for a negative step).</summary>
    /// <param name="start">The first number.</param>
    /// <param name="stop">The bound, not included.</param>
    /// <param name="step">The distance, not 0; 1 unless told.</param>
    /// <returns>A vector of ⌈(stop − start) / step⌉ numbers, none where that is not positive.</returns>
    /// <exception cref="ArgumentException">The step is 0, or an argument is not finite.</exception>
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
        var values = new T[int.CreateChecked(T.Max(count, T.Zero))];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = start + T.CreateChecked(i) * distance;
        }
        return Own(values, [values.Length]);
    }

    /// <summary>The numbers 0, 1, … below <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static Variable<T> Arange<T>(int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Arange(T.Zero, T.CreateChecked(count));
    }

    /// <summary><paramref name="count"/> numbers at equal distances from <paramref name="start"/> to <paramref name="stop"/>, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static Variable<T> Linspace<T>(T start, T stop, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
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
        return Own(values, [count]);
    }

    /// <summary>The identity matrix (n, n): 1 on the diagonal, 0 elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
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
    /// <exception cref="ArgumentOutOfRangeException">An index is not a class.</exception>
    public static Variable<T> OneHot<T>(Indices indices, int classCount)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentOutOfRangeException.ThrowIfNegative(classCount);
        var shape = indices.Shape.Concat([classCount]);
        var values = new T[shape.Length];
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

    /// <summary>Independent draws from a normal distribution.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative.</exception>
    public static Variable<T> Normal<T>(
        Shape shape,
        RandomGenerator random,
        double mean = 0,
        double standardDeviation = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        return Draw<T, (double Mean, double Deviation)>(
            shape,
            random,
            (mean, standardDeviation),
            static (r, p) => p.Mean + p.Deviation * r.NextNormal()
        );
    }

    /// <summary>Independent draws from the uniform distribution on [low, high).</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="low">Lower bound, included.</param>
    /// <param name="high">Upper bound, not included (save by rounding to <typeparamref name="T"/>).</param>
    /// <exception cref="ArgumentException">The upper bound is below the lower.</exception>
    public static Variable<T> Uniform<T>(
        Shape shape,
        RandomGenerator random,
        double low = 0,
        double high = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return Draw<T, (double Low, double High)>(
            shape,
            random,
            (low, high),
            static (r, p) => p.Low + (p.High - p.Low) * r.NextDouble()
        );
    }

    /// <summary>Independent draws from a normal distribution, those outside [low, high] drawn again.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="mean">The mean before truncation.</param>
    /// <param name="standardDeviation">The standard deviation before truncation, ≥ 0.</param>
    /// <param name="low">Lower bound, in standard deviations from the mean.</param>
    /// <param name="high">Upper bound, in standard deviations from the mean.</param>
    /// <exception cref="ArgumentException">The bounds are not in order, or hold less than about one draw in a thousand.</exception>
    public static Variable<T> TruncatedNormal<T>(
        Shape shape,
        RandomGenerator random,
        double mean = 0,
        double standardDeviation = 1,
        double low = -2,
        double high = 2
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        if (!(low < high) || low > 2.5 || high < -2.5 || high - low < 0.01)
        {
            throw new ArgumentException(
                $"Variable.TruncatedNormal: bounds {low} … {high} must be in order, at least 0.01 apart, and within reach of the mean (±2.5)."
            );
        }
        return Draw<T, (double Mean, double Deviation, double Low, double High)>(
            shape,
            random,
            (mean, standardDeviation, low, high),
            static (r, p) =>
            {
                double draw;
                do
                {
                    draw = r.NextNormal();
                } while (draw < p.Low || draw > p.High);
                return p.Mean + p.Deviation * draw;
            }
        );
    }

    /// <summary>Takes ownership of an array that nobody else writes to.</summary>
    internal static Variable<T> Own<T>(T[] values, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(new Block<T>(values), shape, "constant");

    private static Variable<T> Draw<T, TParameters>(
        Shape shape,
        RandomGenerator random,
        TParameters parameters,
        Func<RandomGenerator, TParameters, double> draw
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        var values = GC.AllocateUninitializedArray<T>(shape.Length);
        foreach (ref var value in values.AsSpan())
        {
            value = T.CreateTruncating(draw(random, parameters));
        }
        return Own(values, shape);
    }
}
