using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <content>Two products at once.</content>
public sealed partial class GemmTests
{
    // Small ones are one job, in which the second may be multiplied while the first is still packed; large, empty and single rows are not.
    [Theory]
    [InlineData(50, 60, 70, 70, 60, 50)]
    [InlineData(512, 32, 128, 128, 32, 512)]
    [InlineData(16, 96, 32, 32, 96, 16)]
    [InlineData(5, 6, 7, 6, 5, 7)] // on one thread
    [InlineData(3, 2, 1, 300, 200, 100)]
    [InlineData(9, 8, 7, 32, 1024, 768)] // much to pack, little to multiply
    [InlineData(32, 1024, 768, 9, 8, 7)]
    [InlineData(40, 1024, 768, 40, 1025, 9)]
    [InlineData(40, 30, 769, 20, 30, 40)]
    [InlineData(1, 30, 40, 30, 40, 1)]
    [InlineData(30, 1, 40, 30, 40, 2)]
    [InlineData(0, 30, 40, 30, 40, 5)]
    [InlineData(30, 40, 5, 30, 40, 0)]
    public void Two_products_together_have_the_bits_of_each(
        int m1,
        int n1,
        int k1,
        int m2,
        int n2,
        int k2
    )
    {
        var first = new GemmShape(m1, n1, k1) { TransposeB = true };
        var second = new GemmShape(m2, n2, k2) { TransposeA = true, Accumulate = true };
        var r = new Numbers(m1 + n2);
        var (a1, b1) = (r.Array<float>(m1 * k1), r.Array<float>(k1 * n1));
        var (a2, b2) = (r.Array<float>(m2 * k2), r.Array<float>(k2 * n2));
        var (expected1, expected2) = (new float[m1 * n1], r.Array<float>(m2 * n2));
        var before = expected2.ToArray();
        Gemm.Multiply<float>(first, a1, b1, expected1);
        Gemm.Multiply<float>(second, a2, b2, expected2);
        var (nan1, nan2) = (NaN(b1.Length), NaN(b2.Length));
        foreach (var threads in new[] { 1, 2, 4, 2, 4, 2, 4, 2, 4 })
        {
            WorkerPool.Degree = threads;
            var (c1, c2) = (new float[m1 * n1], before.ToArray());
            // What was packed last must not be what is packed now: who does not wait for it computes with NaN.
            Gemm.MultiplyBoth<float>(first, a1, nan1, c1, second, a2, nan2, c2.ToArray());
            Gemm.MultiplyBoth<float>(first, a1, b1, c1, second, a2, b2, c2);
            Assert.Equal(expected1, c1);
            Assert.Equal(expected2, c2);
        }
    }

    private static float[] NaN(int length) => [.. Enumerable.Repeat(float.NaN, length)];

    [Fact]
    public void Batches_together_have_the_bits_of_each()
    {
        var shape = new GemmShape(4, 5, 6) { Batches = 3, BatchA = 24 };
        var r = new Numbers(1);
        var (a, b) = (r.Array<float>(72), r.Array<float>(30));
        var (expected, c1, c2) = (new float[60], new float[60], new float[20]);
        Gemm.Multiply<float>(shape, a, b, expected);
        Gemm.MultiplyBoth<float>(shape, a, b, c1, shape with { Batches = 1 }, a, b, c2);
        Assert.Equal(expected, c1);
        Assert.Equal(expected[..20], c2);
    }
}
