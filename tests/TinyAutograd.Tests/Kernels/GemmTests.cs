using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

[Collection(nameof(WorkerPoolCollection))]
public sealed class GemmTests : IDisposable
{
    private readonly int degree = WorkerPool.Degree;

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_variant_agrees_with_three_loops(bool transposeA, bool transposeB)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var numbers = new Numbers(seed);
            var shape = RandomShape(numbers, 41) with
            {
                TransposeA = transposeA,
                TransposeB = transposeB,
            };
            CheckProduct<float>(shape, numbers, seed);
            CheckProduct<double>(shape, numbers, seed);
        }
    }

    [Theory]
    [InlineData(129, 27, 700)]
    [InlineData(40, 1100, 30)]
    [InlineData(5, 1100, 600)]
    [InlineData(300, 300, 20)]
    [InlineData(70, 130, 1100)]
    [InlineData(1, 1500, 90)]
    [InlineData(1, 300, 50)]
    [InlineData(1, 37, 700)]
    [InlineData(300, 1, 600)]
    public void Blocks_larger_than_the_caches_agree_with_three_loops(int m, int n, int k)
    {
        foreach (
            var (transposeA, transposeB) in new[]
            {
                (false, false),
                (false, true),
                (true, false),
                (true, true),
            }
        )
        {
            var shape = new GemmShape(m, n, k) { TransposeA = transposeA, TransposeB = transposeB };
            CheckProduct<float>(shape, new Numbers(m), m, hasBias: true);
            CheckProduct<double>(
                shape with
                {
                    Accumulate = true,
                },
                new Numbers(n),
                n,
                hasBias: false
            );
        }
    }

    [Theory]
    [InlineData(300, 50)]
    [InlineData(1500, 90)]
    [InlineData(37, 700)]
    public void One_row_is_added_to_C_and_to_the_bias(int n, int k)
    {
        foreach (var transposeB in new[] { false, true })
        {
            foreach (var hasBias in new[] { false, true })
            {
                var shape = new GemmShape(1, n, k)
                {
                    TransposeB = transposeB,
                    Accumulate = hasBias,
                };
                CheckProduct<float>(shape, new Numbers(n), n, hasBias);
                CheckProduct<double>(shape, new Numbers(k), k, hasBias);
            }
        }
    }

    [LinuxTheory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Nothing_is_read_beside_a_matrix(bool transposeA, bool transposeB)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var numbers = new Numbers(seed);
            var shape = new GemmShape(numbers.Next(19), numbers.Next(70), numbers.Next(41))
            {
                TransposeA = transposeA,
                TransposeB = transposeB,
                Accumulate = seed % 2 == 0,
            };
            CheckGuarded<float>(shape, numbers);
            CheckGuarded<double>(shape, numbers);
        }
    }

    // Measured decisions, see docs/performance.md. Row-major operands are read in place while a near cache holds them.
    [Theory]
    [InlineData(100, 65, 257, 256, true)]
    [InlineData(100, 65, 256, 256, false)] // 256 KB
    [InlineData(100, 64, 257, 256, false)] // two panels
    [InlineData(100, 65, 99_999, 1, false)] // row-major
    public void A_is_packed_if_it_leaves_the_caches(int m, int n, int k, int stepA, bool packs) =>
        Assert.Equal(
            packs,
            GemmBlocks<float, Lanes512<float>, Eight>.PacksA(
                new GemmProduct<float>
                {
                    M = m,
                    N = n,
                    K = k,
                    StepA = stepA,
                }
            )
        );

    [Theory]
    [InlineData(33, 64, 257, 1, true)]
    [InlineData(33, 64, 256, 1, false)] // 64 KB
    [InlineData(32, 64, 9999, 1, false)] // four tiles of rows
    [InlineData(1, 16, 1, 5, true)] // transposed
    public void B_is_packed_for_many_rows_or_if_it_is_transposed(
        int m,
        int n,
        int k,
        int columnB,
        bool packs
    ) =>
        Assert.Equal(
            packs,
            GemmBlocks<float, Lanes512<float>, Eight>.PacksB(
                new GemmProduct<float>
                {
                    M = m,
                    N = n,
                    K = k,
                    StepB = n,
                    ColumnB = columnB,
                }
            )
        );

    // At least eight, as long as each has 16 rows and 128 columns; rows and columns in turn, so that pieces are rather square.
    [Theory]
    [InlineData(2048, 1024, 128, 1024)]
    [InlineData(1024, 100, 128, 1024)]
    [InlineData(512, 128, 64, 128)]
    [InlineData(256, 1024, 128, 256)]
    [InlineData(64, 1024, 128, 128)]
    [InlineData(64, 512, 32, 128)]
    [InlineData(512, 512, 128, 256)]
    [InlineData(10, 10, 16, 128)]
    [InlineData(0, 10, 16, 128)]
    public void A_block_is_cut_into_eight_pieces(int m, int columns, int height, int width) =>
        Assert.Equal(
            (height, width),
            GemmBlocks<float, Lanes512<float>, Eight>.PieceOf(m, columns)
        );

    // A common B under rows that follow each other is one tall product, unless A is transposed: then its rows do not follow each other.
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_batch_with_one_B_has_the_bits_of_its_products(bool transposeA, bool transposeB)
    {
        foreach (var size in new[] { 1, 7, 16 })
        {
            var shape = new GemmShape(size, size + 3, size)
            {
                TransposeA = transposeA,
                TransposeB = transposeB,
                Batches = 4,
                BatchA = size * size,
            };
            var r = new Numbers(size);
            var a = r.Array<float>(4 * size * size);
            var b = r.Array<float>(size * (size + 3));
            var (together, alone) = (
                new float[4 * size * (size + 3)],
                new float[size * (size + 3)]
            );
            Gemm.Multiply<float>(shape, a, b, together);
            for (var i = 0; i < 4; i++)
            {
                var one = shape with { Batches = 1 };
                Gemm.Multiply<float>(one, a.AsSpan(i * size * size, size * size), b, alone);
                Assert.Equal(alone, together.AsSpan(i * alone.Length, alone.Length).ToArray());
            }
        }
    }

    // On each side of the length from which sums of blocks of rows would take too much memory.
    [Theory]
    [InlineData(1 << 22)]
    [InlineData((1 << 22) + 77)]
    public void A_row_of_millions_agrees_with_the_sum_of_its_terms(int n)
    {
        var a = new[] { 1f, 2f, 4f };
        var b = new float[3 * n];
        for (var i = 0; i < b.Length; i++)
        {
            b[i] = i % 1013; // whole numbers: each sum is exact
        }
        var c = new float[n];
        Gemm.Multiply<float>(new GemmShape(1, n, 3), a, b, c);
        for (var j = 0; j < n; j++)
        {
            if (c[j] != b[j] + 2 * b[n + j] + 4 * b[2 * n + j])
            {
                Assert.Fail($"C[{j}] = {c[j]}");
            }
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var shapes = new[]
        {
            new GemmShape(200, 190, 600),
            new GemmShape(130, 75, 1030) { TransposeA = true },
            new GemmShape(64, 300, 520) { TransposeB = true },
            new GemmShape(1, 3000, 400) { TransposeB = true },
            new GemmShape(1, 3000, 400),
            new GemmShape(16, 16, 8)
            {
                TransposeB = true,
                Batches = 130,
                BatchA = 128,
                BatchB = 128,
            },
        };
        foreach (var shape in shapes)
        {
            var expected = Product<float>(shape, 1);
            foreach (var threads in new[] { 2, 4, 2, 4 })
            {
                Assert.Equal(expected, Product<float>(shape, threads));
            }
        }
    }

    [Fact]
    public void No_terms_give_zeros_or_leave_C_alone_and_add_the_bias()
    {
        var c = Enumerable.Repeat(7f, 6).ToArray();
        Gemm.Multiply<float>(new GemmShape(2, 3, 0) { Accumulate = true }, [], [], c);
        Assert.All(c, v => Assert.Equal(7f, v));
        Gemm.Multiply<float>(new GemmShape(2, 3, 0) { Accumulate = true }, [], [], c, [1, 2, 3]);
        Assert.Equal([8, 9, 10, 8, 9, 10], c);
        Gemm.Multiply<float>(new GemmShape(2, 3, 0), [], [], c);
        Assert.All(c, v => Assert.Equal(0f, v));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_bad_number_reaches_its_row_and_no_other(float bad)
    {
        foreach (var n in new[] { 1, 5, 16, 27, 40 })
        {
            var a = Enumerable.Repeat(1f, 9 * 11).ToArray();
            a[4 * 11 + 3] = bad;
            var c = new float[9 * n];
            Gemm.Multiply<float>(
                new GemmShape(9, n, 11),
                a,
                Enumerable.Repeat(1f, 11 * n).ToArray(),
                c
            );
            for (var i = 0; i < c.Length; i++)
            {
                Assert.Equal(i / n == 4 ? bad : 11f, c[i]);
            }
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_and_named()
    {
        AssertRefused("b has 5 elements, needs at least 6", new GemmShape(2, 3, 2), 4, 5, 6);
        AssertRefused("c has 5 elements", new GemmShape(2, 3, 2), 4, 6, 5);
        AssertRefused("RowA is 1", new GemmShape(2, 3, 2) { RowA = 1 }, 4, 6, 6);
        AssertRefused("M is -1", new GemmShape(-1, 3, 2), 4, 6, 6);
        AssertRefused("overlap", new GemmShape(2, 3, 2) { Batches = 2, BatchC = 5 }, 4, 6, 12);
        AssertRefused(
            "a has 7 elements, needs at least 8",
            new GemmShape(2, 3, 2) { Batches = 2, BatchA = 4 },
            7,
            6,
            12
        );
        Assert.Throws<ArgumentException>(() =>
            Gemm.Multiply<float>(
                new GemmShape(2, 3, 2),
                new float[4],
                new float[6],
                new float[6],
                new float[2]
            )
        );
    }

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
        Gemm.Multiply<T>(s, a, b, c, bias);

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
