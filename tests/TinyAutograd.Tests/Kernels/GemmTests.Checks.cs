using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <content>What a product is compared with: three loops, and itself in other memory.</content>
public sealed partial class GemmTests
{
    private delegate void Multiplication<T>(
        in GemmShape shape,
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> c,
        ReadOnlySpan<T> bias
    )
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static void AssertRefused(string message, GemmShape shape, int a, int b, int c)
    {
        var e = Assert.Throws<ArgumentException>(() =>
            Gemm.Multiply<float>(shape, new float[a], new float[b], new float[c])
        );
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static T[] Product<T>(GemmShape shape, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WorkerPool.Degree = threads;
        var batches = Math.Max(shape.Batches, 1);
        var a = new Numbers(1).Array<T>(batches * shape.M * shape.K);
        var b = new Numbers(2).Array<T>(batches * shape.N * shape.K);
        var c = new T[batches * shape.M * shape.N];
        Gemm.Multiply<T>(shape, a, b, c);
        return c;
    }

    private static GemmShape RandomShape(Numbers r, int largest)
    {
        var shape = new GemmShape(r.Next(largest), r.Next(largest), r.Next(largest))
        {
            Accumulate = r.Next(2) == 1,
            Batches = r.Next(3) == 0 ? r.Next(5) : 1,
        };
        return shape;
    }

    private static void CheckGuarded<T>(GemmShape shape, Numbers r)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = r.Array<T>(shape.M * shape.K);
        var b = r.Array<T>(shape.N * shape.K);
        var c = r.Array<T>(shape.M * shape.N);
        var bias = r.Array<T>(shape.N);
        foreach (var isAtEnd in new[] { false, true })
        {
            using var memory = new GuardedMemory(isAtEnd);
            var guarded = memory.Copy<T>(c);
            Gemm.Multiply<T>(
                shape,
                memory.Copy<T>(a),
                memory.Copy<T>(b),
                guarded,
                memory.Copy<T>(bias)
            );
            var expected = c.ToArray();
            Gemm.Multiply<T>(shape, a, b, expected, bias);
            Assert.Equal(expected, guarded.ToArray());
        }
    }

    private static void CheckProduct<T>(GemmShape shape, Numbers r, int seed, bool? hasBias = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CheckProduct<T>(Gemm.Multiply, shape, r, seed, hasBias);

    private static void CheckProduct<T>(
        Multiplication<T> multiply,
        GemmShape shape,
        Numbers r,
        int seed,
        bool? hasBias = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (m, n, k) = (shape.M, shape.N, shape.K);
        var (rowsA, columnsA) = shape.TransposeA ? (k, m) : (m, k);
        var (rowsB, columnsB) = shape.TransposeB ? (n, k) : (k, n);
        var s = shape with
        {
            RowA = columnsA + r.Next(3),
            RowB = columnsB + r.Next(3),
            RowC = n + r.Next(3),
        };
        var batches = Math.Max(s.Batches, 1);
        s = s with
        {
            BatchA = r.Next(3) == 0 ? 0 : rowsA * s.RowA + r.Next(3),
            BatchB = r.Next(3) == 0 ? 0 : rowsB * s.RowB + r.Next(3),
            BatchC = m * s.RowC + r.Next(3),
        };
        var a = r.Array<T>((int)((batches - 1) * s.BatchA) + rowsA * s.RowA);
        var b = r.Array<T>((int)((batches - 1) * s.BatchB) + rowsB * s.RowB);
        var c = r.Array<T>((int)(batches * s.BatchC));
        var bias = hasBias ?? r.Next(2) == 1 ? r.Array<T>(n) : [];
        var before = c.ToArray();
        multiply(s, a, b, c, bias);

        var touched = new bool[c.Length];
        var (wideA, wideB) = (
            Array.ConvertAll(a, double.CreateChecked),
            Array.ConvertAll(b, double.CreateChecked)
        );
        var epsilon = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        for (var x = 0; x < batches * m * n; x++)
        {
            var (z, i, j) = (x / (m * n), x / n % m, x % n);
            var at = (int)(z * s.BatchC) + i * s.RowC + j;
            touched[at] = true;
            var sum =
                (s.Accumulate ? double.CreateChecked(before[at]) : 0)
                + (bias.Length > 0 ? double.CreateChecked(bias[j]) : 0);
            var scale = 2.0; // the old C and the bias are below one
            for (var p = 0; p < k; p++)
            {
                var left = wideA[
                    z * (int)s.BatchA + (s.TransposeA ? p * s.RowA + i : i * s.RowA + p)
                ];
                var right = wideB[
                    z * (int)s.BatchB + (s.TransposeB ? j * s.RowB + p : p * s.RowB + j)
                ];
                sum += left * right;
                scale += Math.Abs(left * right);
            }
            // Higham 2002, section 3.1: a sum of k products is off by at most k·ε·Σ|a||b|, here with two more terms.
            var error = Math.Abs(double.CreateChecked(c[at]) - sum);
            if (!(error <= (k + 2) * epsilon * scale))
            {
                Assert.Fail($"seed {seed}, {s}: C[{z}, {i}, {j}] = {c[at]}, expected {sum}");
            }
        }
        for (var i = 0; i < c.Length; i++)
        {
            if (!touched[i] && c[i] != before[i])
            {
                Assert.Fail($"seed {seed}, {s}: the gap at {i} was written");
            }
        }
    }
}
