using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Tests that set the degree run one after the other.</summary>
[CollectionDefinition(nameof(WorkerPoolCollection), DisableParallelization = true)]
public sealed class WorkerPoolCollection;

[Collection(nameof(WorkerPoolCollection))]
public sealed class WorkerPoolTests : IDisposable
{
    private readonly int degree = WorkerPool.Degree;

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_piece_runs_exactly_once(int threads)
    {
        WorkerPool.Degree = threads;
        for (var round = 0; round < 2000; round++)
        {
            var pieces = round % 17;
            var counts = new int[pieces];
            var job = new Counting(counts);
            WorkerPool.Run(ref job, pieces, 1e9);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Jobs_after_a_pause_wake_parked_workers()
    {
        WorkerPool.Degree = 2;
        for (var round = 0; round < 20; round++)
        {
            Thread.Sleep(2);
            var counts = new int[8];
            var job = new Counting(counts);
            WorkerPool.Run(ref job, 8, 1e9);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Two_threads_are_used_when_the_degree_is_two()
    {
        WorkerPool.Degree = 2;
        // Each of the two pieces waits for the other one: one thread alone could not finish.
        using var barrier = new Barrier(2);
        var job = new Meeting(barrier);
        WorkerPool.Run(ref job, 2, 1e9);
        Assert.Equal(1, barrier.CurrentPhaseNumber);
    }

    [Fact]
    public void Degree_one_and_cheap_jobs_stay_on_the_calling_thread()
    {
        var seen = new int[8];
        foreach (
            var (threads, nanoseconds) in new[] { (1, 1e9), (4, WorkerPool.LeastNanoseconds / 2) }
        )
        {
            WorkerPool.Degree = threads;
            var job = new Naming(seen);
            WorkerPool.Run(ref job, 8, nanoseconds);
            Assert.All(seen, id => Assert.Equal(Environment.CurrentManagedThreadId, id));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_of_a_piece_reaches_the_caller_and_the_pool_works_on(int threads)
    {
        WorkerPool.Degree = threads;
        for (var round = 0; round < 50; round++)
        {
            var failing = new Failing(round % 6);
            var e = Assert.Throws<InvalidOperationException>(() =>
            {
                var job = failing;
                WorkerPool.Run(ref job, 6, 1e9);
            });
            Assert.Equal($"piece {round % 6}", e.Message);
            var counts = new int[6];
            var next = new Counting(counts);
            WorkerPool.Run(ref next, 6, 1e9);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_job_inside_a_piece_runs_on_the_thread_of_the_piece()
    {
        WorkerPool.Degree = 2;
        var ids = new int[4][];
        var job = new Nesting(ids);
        WorkerPool.Run(ref job, 4, 1e9);
        Assert.All(ids, inner => Assert.Single(inner.Distinct()));
    }

    [Fact]
    public async Task Several_threads_may_use_the_pool_at_once()
    {
        WorkerPool.Degree = 3;
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        for (var round = 0; round < 500; round++)
                        {
                            var counts = new int[9];
                            var job = new Counting(counts);
                            WorkerPool.Run(ref job, 9, 1e9);
                            Assert.All(counts, count => Assert.Equal(1, count));
                        }
                    })
                )
        );
    }

    [Fact]
    public void A_job_allocates_nothing()
    {
        WorkerPool.Degree = 2;
        var counts = new int[4];
        var job = new Counting(counts);
        WorkerPool.Run(ref job, 4, 1e9);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            WorkerPool.Run(ref job, 4, 1e9);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_degree_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPool.Degree = 0);

    private readonly struct Counting(int[] counts) : IPieces
    {
        public void Run(int piece) => Interlocked.Increment(ref counts[piece]);
    }

    private readonly struct Meeting(Barrier barrier) : IPieces
    {
        public void Run(int piece) => Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
    }

    private readonly struct Naming(int[] seen) : IPieces
    {
        public void Run(int piece) => seen[piece] = Environment.CurrentManagedThreadId;
    }

    private readonly struct Failing(int failing) : IPieces
    {
        public void Run(int piece)
        {
            if (piece == failing)
            {
                throw new InvalidOperationException($"piece {piece}");
            }
        }
    }

    private readonly struct Nesting(int[][] ids) : IPieces
    {
        public void Run(int piece)
        {
            var inner = new Naming(ids[piece] = new int[5]);
            WorkerPool.Run(ref inner, 5, 1e9);
        }
    }
}
