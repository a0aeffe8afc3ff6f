using TinyAutograd.Kernels;
using TinyAutograd.Tests.Kernels;

namespace TinyAutograd.Tests.Ops.Reductions;

[Collection(nameof(WorkerPoolCollection))]
public sealed class ReductionOrderTests : IDisposable
{
    private readonly int degree = WorkerPool.Degree;

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [InlineData(1, 100_003, 1)]
    [InlineData(1, 70_001, 3)]
    [InlineData(1, 5_000, 27)]
    [InlineData(300, 7, 65)]
    [InlineData(70_001, 3, 1)]
    public void Sums_have_the_same_bits_on_any_number_of_threads(int outer, int n, int inner)
    {
        var x = Variable.Normal<float>([outer, n, inner], new RandomGenerator(7));
        WorkerPool.Degree = 1;
        var sums = x.Sum(1).ToArray();
        foreach (var threads in (int[])[2, 5])
        {
            WorkerPool.Degree = threads;
            Assert.Equal(sums, x.Sum(1).ToArray());
        }
    }

    [Theory]
    [InlineData(1, 100_003, 1)]
    [InlineData(1, 70_001, 3)]
    [InlineData(2, 5_000, 27)]
    [InlineData(3, 7, 65)]
    [InlineData(2, 200_000, 2)]
    public void Long_sums_keep_their_digits(int outer, int n, int inner)
    {
        var x = Variable.Uniform<float>([outer, n, inner], new RandomGenerator(8));
        var sums = x.Sum(1).ToArray();
        var values = x.AsSpan();
        for (var k = 0; k < sums.Length; k++)
        {
            var exact = 0.0;
            for (var i = 0; i < n; i++)
            {
                exact += values[(k / inner * n + i) * inner + k % inner];
            }
            // An element takes part in at most 16384 / 16 + 64 additions within its block and as many over the blocks (here fewer);
            // all are positive, so each adds at most 2⁻²⁴ of the sum.
            Assert.InRange(sums[k], exact * (1 - 1.3e-4), exact * (1 + 1.3e-4));
        }
    }
}
