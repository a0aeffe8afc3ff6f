using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

[Collection(nameof(WorkerPoolCollection))]
public sealed class ParallelismTests : IDisposable
{
    private readonly int degree = Parallelism.Degree;

    public void Dispose() => Parallelism.Degree = degree;

    [Fact]
    public void The_degree_is_that_of_the_pool_and_changes_no_bit()
    {
        var x = Variable.Normal<float>([300, 400], new RandomGenerator(1));
        Parallelism.Degree = 1;
        Assert.Equal(1, WorkerPool.Degree);
        var serial = x.MatMul(x, transposeB: true).ToArray();
        foreach (var threads in new[] { 2, 5 })
        {
            Parallelism.Degree = threads;
            Assert.Equal(threads, WorkerPool.Degree);
            Assert.Equal(serial, x.MatMul(x, transposeB: true).ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_thread_at_all_is_refused_and_changes_nothing(int threads)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Parallelism.Degree = threads);
        Assert.Equal(degree, Parallelism.Degree);
    }
}
