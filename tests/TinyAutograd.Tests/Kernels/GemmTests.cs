using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

[Collection(nameof(WorkerPoolCollection))]
public sealed partial class GemmTests : IDisposable
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
}
