using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Tests that set the degree run one after the other.</summary>
[CollectionDefinition(nameof(WorkerPoolCollection), DisableParallelization = true)]
public sealed class WorkerPoolCollection;

[Collection(nameof(WorkerPoolCollection))]
public sealed partial class WorkerPoolTests : IDisposable
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

    // More pieces than a ticket counts are taken several at a time.
    [Theory]
    [InlineData(1, 65_536)]
    [InlineData(2, 65_535)]
    [InlineData(2, 65_536)]
    [InlineData(3, 131_071)]
    [InlineData(4, 200_001)]
    public void Every_one_of_very_many_pieces_runs_exactly_once(int threads, int pieces)
    {
        WorkerPool.Degree = threads;
        var counts = new int[pieces];
        var job = new Counting(counts);
        WorkerPool.Run(ref job, pieces, 1e9);
        Assert.True(counts.AsSpan().IndexOfAnyExcept(1) < 0);
    }

    // Where threads meet rows that the last job left in their caches.
    [Fact]
    public void The_caller_takes_the_front_and_the_worker_the_back()
    {
        WorkerPool.Degree = 2;
        for (var round = 0; round < 20; round++)
        {
            using var barrier = new Barrier(2);
            var threads = new Thread[2];
            var job = new Meeting(barrier, threads);
            WorkerPool.Run(ref job, 2, 1e9);
            Assert.Same(Thread.CurrentThread, threads[0]);
            Assert.NotSame(Thread.CurrentThread, threads[1]);
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

    // A worker that spins sees the next job by itself, one that has parked is woken: each way it takes its piece.
    [Theory]
    [InlineData(300, 0)]
    [InlineData(10, 20)]
    public void Two_threads_are_used_at_once_and_after_a_pause(int jobs, int milliseconds)
    {
        WorkerPool.Degree = 2;
        for (var i = 0; i < jobs; i++)
        {
            Thread.Sleep(milliseconds);
            Meet(1e9);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void No_more_threads_than_the_degree_take_pieces(int threads)
    {
        WorkerPool.Degree = 5;
        Meet(1e9, pieces: 5); // there are more workers than are wanted
        WorkerPool.Degree = threads;
        var seen = new int[40];
        var job = new Naming(seen, milliseconds: 1);
        WorkerPool.Run(ref job, seen.Length, 1e9);
        Assert.InRange(seen.Distinct().Count(), 2, threads);
    }

    [Fact]
    public void Workers_have_names_and_keep_no_process_alive()
    {
        WorkerPool.Degree = 2;
        var threads = new Thread[2];
        using var barrier = new Barrier(2);
        var job = new Meeting(barrier, threads);
        WorkerPool.Run(ref job, 2, 1e9);
        var worker = Assert.Single(threads, thread => thread != Thread.CurrentThread);
        Assert.Equal("TinyAutograd worker 1", worker.Name);
        Assert.True(worker.IsBackground);
    }

    // A thread that lost its processor is not waited for again by short jobs, for a while; long jobs still share.
    [Fact]
    public void After_a_long_wait_short_jobs_stay_on_the_calling_thread_for_a_while()
    {
        const double brief = 1e5;
        WorkerPool.Degree = 2;
        using var barrier = new Barrier(2);
        var stalling = new Meeting(barrier, millisecondsOfWorker: 100);
        WorkerPool.Run(ref stalling, 2, 1e6);

        var seen = new int[8];
        for (var i = 0; i < 60; i++)
        {
            var job = new Naming(seen, milliseconds: i == 0 ? 1 : 0);
            WorkerPool.Run(ref job, seen.Length, brief);
            Assert.All(seen, id => Assert.Equal(Environment.CurrentManagedThreadId, id));
        }
        Meet(1e9);

        // The longest retreat is 8,192 jobs; on a crowded machine one may follow another.
        var isShared = false;
        for (var i = 0; i < 100_000 && !isShared; i++)
        {
            var job = new Naming(seen);
            WorkerPool.Run(ref job, seen.Length, brief);
            isShared = seen.Distinct().Count() == 2;
        }
        Assert.True(isShared);
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

    // Each piece waits for the others: fewer threads could not finish.
    private static void Meet(double nanoseconds, int pieces = 2)
    {
        using var barrier = new Barrier(pieces);
        var job = new Meeting(barrier);
        WorkerPool.Run(ref job, pieces, nanoseconds);
        Assert.Equal(1, barrier.CurrentPhaseNumber);
    }

    private readonly struct Counting(int[] counts) : IPieces
    {
        public void Run(int piece) => Interlocked.Increment(ref counts[piece]);
    }

    private readonly struct Meeting(
        Barrier barrier,
        Thread[]? threads = null,
        int millisecondsOfWorker = 0
    ) : IPieces
    {
        public void Run(int piece)
        {
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
            threads?[piece] = Thread.CurrentThread;
            if (
                Thread.CurrentThread.Name?.StartsWith("TinyAutograd", StringComparison.Ordinal)
                == true
            )
            {
                Thread.Sleep(millisecondsOfWorker);
            }
        }
    }

    private readonly struct Naming(int[] seen, int milliseconds = 0) : IPieces
    {
        public void Run(int piece)
        {
            seen[piece] = Environment.CurrentManagedThreadId;
            Thread.Sleep(milliseconds);
        }
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
