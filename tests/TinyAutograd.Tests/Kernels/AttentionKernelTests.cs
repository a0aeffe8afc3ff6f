using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Attention over any sizes and strides agrees with plain loops. Between the rows of each operand stand numbers that are none: what
/// reads them shows, and what writes them, too.</summary>
public class AttentionKernelTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 120)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_shape_agrees_with_plain_loops(int seed)
    {
        CheckShape<double>(seed);
        CheckShape<float>(seed);
    }

    private static void CheckShape<T>(int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var r = new Numbers(seed);
        // A third with one query; wide heads in a quarter, of which vectors go by in fours.
        var queries = r.Next(3) == 0 ? 1 : 1 + r.Next(21);
        var isCausal = r.Next(2) == 0;
        var keys = isCausal ? queries : 1 + r.Next(21);
        var (size, valueSize) =
            r.Next(4) == 0 ? (r.Next(80), r.Next(160)) : (1 + r.Next(9), 1 + r.Next(9));
        var (batches, heads) = (1 + r.Next(3), 1 + r.Next(3));
        var shape = new AttentionShape(batches, heads, queries, keys, size, valueSize, isCausal)
        {
            Query = Strides(r, queries, size, heads),
            Key = Strides(r, keys, size, heads),
            Value = Strides(r, keys, valueSize, heads),
            Result = Strides(r, queries, valueSize, heads),
        };
        var scale = 1 / Math.Sqrt(Math.Max(size, 1));
        var q = new Operand<T>(r, shape, shape.Query, queries, size);
        var k = new Operand<T>(r, shape, shape.Key, keys, size);
        var v = new Operand<T>(r, shape, shape.Value, keys, valueSize);
        var dy = new Operand<T>(r, shape, shape.Result, queries, valueSize);
        var units = shape.Units;
        var expected = new Naive(q.At, k.At, v.At, dy.At, shape, scale);

        var y = dy.Empty();
        var p = new T[units * queries * keys];
        AttentionKernel.Forward<T>(
            shape,
            T.CreateTruncating(scale),
            q.Values,
            k.Values,
            v.Values,
            y.Values,
            p
        );
        var other = dy.Empty();
        AttentionKernel.Forward<T>(
            shape,
            T.CreateTruncating(scale),
            q.Values,
            k.Values,
            v.Values,
            other.Values,
            []
        );
        // A score is off by (size + 2)·ε·Σ|q·k|·scale, which the exponential doubles; a mix adds a rounding for each key.
        var epsilon = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        var ofScores = 2 * (size + 2) * epsilon * Math.Sqrt(Math.Max(size, 1));
        var ofResult = 2 * (ofScores + (keys + 10) * epsilon);
        y.AssertClose(expected.Y, ofResult, $"seed {seed}, {shape}: y");
        other.AssertClose(expected.Y, ofResult, $"seed {seed}, {shape}: y without probabilities");

        // Each gradient alone and with others.
        var wanted = 1 + r.Next(7);
        var (dq, dk, dv) = (q.Empty(), k.Empty(), v.Empty());
        AttentionKernel.Backward<T>(
            shape,
            T.CreateTruncating(scale),
            q.Values,
            k.Values,
            v.Values,
            p,
            dy.Values,
            (wanted & 1) != 0 ? dq.Values : [],
            (wanted & 2) != 0 ? dk.Values : [],
            (wanted & 4) != 0 ? dv.Values : []
        );
        // Scores' gradients are sums of valueSize numbers, the others of so many of those as there are positions.
        var terms = 8 * Math.Max(queries, keys) * (valueSize + 1);
        var ofGradient = terms * (ofResult + (valueSize + keys + 10) * epsilon);
        dq.AssertClose(
            (wanted & 1) != 0 ? expected.Dq : null,
            ofGradient,
            $"seed {seed}, {shape}: dq"
        );
        dk.AssertClose(
            (wanted & 2) != 0 ? expected.Dk : null,
            ofGradient,
            $"seed {seed}, {shape}: dk"
        );
        dv.AssertClose(
            (wanted & 4) != 0 ? expected.Dv : null,
            ofGradient,
            $"seed {seed}, {shape}: dv"
        );
    }

    private static AttentionStrides Strides(Numbers r, int rows, int columns, int heads)
    {
        var row = columns + r.Next(3);
        var head = rows * row + r.Next(3);
        return new(row, head, heads * head + r.Next(3));
    }

    /// <summary>Numbers where the strides put them, and NaN between.</summary>
    private sealed class Operand<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly AttentionShape shape;
        private readonly AttentionStrides strides;
        private readonly int rows;
        private readonly int columns;

        public Operand(
            Numbers? r,
            AttentionShape shape,
            AttentionStrides strides,
            int rows,
            int columns
        )
        {
            (this.shape, this.strides, this.rows, this.columns) = (shape, strides, rows, columns);
            Values = new T[shape.ExtentOf(strides, rows, columns) + 3];
            Array.Fill(Values, T.NaN);
            foreach (var (unit, row, column) in Places())
            {
                Values[Place(unit, row, column)] = r is null
                    ? T.NaN
                    : T.CreateTruncating(r.NextDouble());
            }
        }

        public T[] Values { get; }

        public double At(int unit, int row, int column) =>
            double.CreateChecked(Values[Place(unit, row, column)]);

        public Operand<T> Empty() => new(null, shape, strides, rows, columns);

        /// <summary>The numbers expected, or NaN everywhere for null.</summary>
        public void AssertClose(
            Func<int, int, int, double>? expected,
            double tolerance,
            string what
        )
        {
            var isWritten = new bool[Values.Length];
            foreach (var (unit, row, column) in Places())
            {
                isWritten[Place(unit, row, column)] = expected is not null;
                if (
                    expected is not null
                    && !(Math.Abs(At(unit, row, column) - expected(unit, row, column)) <= tolerance)
                )
                {
                    Assert.Fail(
                        $"{what}[{unit}, {row}, {column}] = {At(unit, row, column)}, expected {expected(unit, row, column)} ± {tolerance}"
                    );
                }
            }
            for (var i = 0; i < Values.Length; i++)
            {
                Assert.True(
                    isWritten[i] || T.IsNaN(Values[i]),
                    $"{what}: the gap at {i} was written"
                );
            }
        }

        private int Place(int unit, int row, int column) =>
            (int)strides.StartOf(unit, shape.Heads) + row * strides.Row + column;

        private IEnumerable<(int, int, int)> Places()
        {
            for (var unit = 0; unit < shape.Units; unit++)
            {
                for (var row = 0; row < rows; row++)
                {
                    for (var column = 0; column < columns; column++)
                    {
                        yield return (unit, row, column);
                    }
                }
            }
        }
    }

    /// <summary>The formulas, number by number.</summary>
    private sealed class Naive(
        Func<int, int, int, double> q,
        Func<int, int, int, double> k,
        Func<int, int, int, double> v,
        Func<int, int, int, double> dy,
        AttentionShape shape,
        double scale
    )
    {
        private readonly double[,,] p = Probabilities(q, k, shape, scale);

        public double Y(int u, int i, int c) => Sum(shape.Keys, j => p[u, i, j] * v(u, j, c));

        public double Dq(int u, int i, int c) => Sum(shape.Keys, j => Ds(u, i, j) * k(u, j, c));

        public double Dk(int u, int j, int c) => Sum(shape.Queries, i => Ds(u, i, j) * q(u, i, c));

        public double Dv(int u, int j, int c) => Sum(shape.Queries, i => p[u, i, j] * dy(u, i, c));

        private double Ds(int u, int i, int j) =>
            scale * p[u, i, j] * (Dp(u, i, j) - Sum(shape.Keys, n => p[u, i, n] * Dp(u, i, n)));

        private double Dp(int u, int i, int j) =>
            Sum(shape.ValueSize, c => dy(u, i, c) * v(u, j, c));

        private static double[,,] Probabilities(
            Func<int, int, int, double> q,
            Func<int, int, int, double> k,
            AttentionShape shape,
            double scale
        )
        {
            var p = new double[shape.Units, shape.Queries, shape.Keys];
            for (var u = 0; u < shape.Units; u++)
            {
                for (var i = 0; i < shape.Queries; i++)
                {
                    var total = 0.0;
                    for (var j = 0; j < shape.Keys; j++)
                    {
                        p[u, i, j] =
                            shape.IsCausal && j > i
                                ? 0
                                : Math.Exp(scale * Sum(shape.Size, c => q(u, i, c) * k(u, j, c)));
                        total += p[u, i, j];
                    }
                    for (var j = 0; j < shape.Keys; j++)
                    {
                        p[u, i, j] /= total;
                    }
                }
            }
            return p;
        }

        private static double Sum(int count, Func<int, double> term)
        {
            var sum = 0.0;
            for (var i = 0; i < count; i++)
            {
                sum += term(i);
            }
            return sum;
        }
    }
}
