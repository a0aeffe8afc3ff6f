using System.Globalization;
using System.Numerics;

namespace TinyAutograd.Tests.Ops;

/// <summary>The tests' own array for naive references: a shape, numbers, and plain loops over indices. It shares no code with the library
/// but the <see cref="Shape"/>.</summary>
internal sealed class NdArray(Shape shape, double[] values)
{
    public Shape Shape { get; } = shape;

    public double[] Values { get; } = values;

    public int Length => Values.Length;

    public int Rank => Shape.Rank;

    /// <summary>Where the numbers were drawn from: a law that lets two inputs be the same variable asks whether it may.</summary>
    public Domain? Domain { get; init; }

    /// <summary>The element at an index, one number per axis.</summary>
    public double this[params ReadOnlySpan<int> index] => Values[Flat(Shape, index)];

    /// <summary>Largest magnitude, 0 for nothing.</summary>
    public double Magnitude => Values.Length == 0 ? 0 : Values.Max(Math.Abs);

    public static NdArray Scalar(double value) => new(Shape.Scalar, [value]);

    public static NdArray Full(Shape shape, double value)
    {
        var values = new double[shape.ElementCount];
        Array.Fill(values, value);
        return new NdArray(shape, values);
    }

    /// <summary>Each element computed from its index.</summary>
    public static NdArray Of(Shape shape, Func<int[], double> element) =>
        new(shape, [.. IndicesOf(shape).Select(element)]);

    /// <summary>All indices of a shape, row-major. Each is an array of its own.</summary>
    public static IEnumerable<int[]> IndicesOf(Shape shape)
    {
        for (var flat = 0; flat < shape.ElementCount; flat++)
        {
            var index = new int[shape.Rank];
            var rest = flat;
            for (var axis = shape.Rank - 1; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            yield return index;
        }
    }

    public NdArray Map(Func<double, double> f) =>
        new(Shape, Array.ConvertAll(Values, x => f(x))) { Domain = Domain };

    /// <summary>The same numbers in another shape.</summary>
    public NdArray Reshape(Shape shape) => new(shape, Values);

    /// <summary>The element that broadcasting puts at an index of a larger shape.</summary>
    public double BroadcastAt(ReadOnlySpan<int> index)
    {
        var own = index[(index.Length - Rank)..].ToArray();
        for (var axis = 0; axis < Rank; axis++)
        {
            own[axis] = Shape[axis] == 1 ? 0 : own[axis];
        }
        return this[own];
    }

    /// <summary>Pairs of elements after broadcasting.</summary>
    public static NdArray Zip(NdArray a, NdArray b, Func<double, double, double> f)
    {
        var rank = Math.Max(a.Rank, b.Rank);
        var sizes = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var (i, j) = (axis - rank + a.Rank, axis - rank + b.Rank);
            var (m, n) = (i < 0 ? 1 : a.Shape[i], j < 0 ? 1 : b.Shape[j]);
            sizes[axis] = m == 1 ? n : m;
        }
        return Of(Shape.Of(sizes), at => f(a.BroadcastAt(at), b.BroadcastAt(at)));
    }

    /// <summary>Each group of elements along the chosen axes (row-major within a group) becomes one number.</summary>
    /// <param name="axes">Counted from the front or the end; null means all.</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <param name="f">The numbers of one group to one number.</param>
    public NdArray Reduce(int[]? axes, bool keepDims, Func<double[], double> f)
    {
        var isReduced = new bool[Rank];
        foreach (var axis in axes ?? [.. Enumerable.Range(0, Rank)])
        {
            isReduced[axis < 0 ? axis + Rank : axis] = true;
        }
        var kept = Shape.Of([.. Shape.Select((size, axis) => isReduced[axis] ? 1 : size)]);
        var inner = Shape.Of([.. Shape.Select((size, axis) => isReduced[axis] ? size : 1)]);
        var result = Of(
            kept,
            at => f([.. IndicesOf(inner).Select(within => this[Plus(at, within)])])
        );
        return keepDims
            ? result
            : result.Reshape(Shape.Of([.. Shape.Where((_, axis) => !isReduced[axis])]));
    }

    /// <summary>Each row along one axis becomes another row: of the same length, or of <paramref name="length"/>.</summary>
    public NdArray MapRows(int axis, Func<double[], double[]> f, int? length = null)
    {
        axis = axis < 0 ? axis + Rank : axis;
        var result = Shape.With(axis, length ?? Shape[axis]);
        var rows = new Dictionary<int, double[]>();
        return Of(
            result,
            at =>
            {
                var start = Flat(result, With(at, axis, 0));
                if (!rows.TryGetValue(start, out var row))
                {
                    row = f([
                        .. Enumerable.Range(0, Shape[axis]).Select(i => this[With(at, axis, i)]),
                    ]);
                    rows.Add(start, row);
                }
                return row[at[axis]];
            }
        );
    }

    public Variable<T> ToVariable<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Variable.Of<T>(Array.ConvertAll(Values, x => T.CreateTruncating(x)), Shape);

    public static NdArray From<T>(Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(variable.Shape, Array.ConvertAll(variable.ToArray(), x => double.CreateTruncating(x)));

    /// <summary>This index with one number changed.</summary>
    public static int[] With(int[] index, int axis, int value)
    {
        var changed = (int[])index.Clone();
        changed[axis] = value;
        return changed;
    }

    public override string ToString() =>
        $"{Shape} [{string.Join(", ", Values.Take(64).Select(x => x.ToString("R", CultureInfo.InvariantCulture)))}{(Length > 64 ? ", …" : "")}]";

    private static int[] Plus(int[] a, int[] b) => [.. a.Zip(b, (i, j) => i + j)];

    private static int Flat(Shape shape, ReadOnlySpan<int> index)
    {
        if (index.Length != shape.Rank)
        {
            throw new ArgumentException($"An index of {index.Length} numbers into {shape}.");
        }
        var flat = 0;
        for (var axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)shape[axis])
            {
                throw new ArgumentOutOfRangeException(nameof(index), $"{index[axis]} in {shape}.");
            }
            flat = flat * shape[axis] + index[axis];
        }
        return flat;
    }
}

/// <summary>The interval that inputs are drawn from, without a neighbourhood of 0 where <paramref name="Gap"/> is positive.</summary>
internal readonly record struct Domain(double Low, double High, double Gap = 0)
{
    public bool Contains(Domain other) =>
        Low <= other.Low && other.High <= High && (Gap <= other.Gap || other.Low >= Gap);

    public static implicit operator Domain((double Low, double High) interval) =>
        new(interval.Low, interval.High);
}
