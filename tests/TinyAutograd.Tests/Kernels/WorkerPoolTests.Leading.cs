using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <content>Pieces that others of the same job wait for.</content>
public sealed partial class WorkerPoolTests
{
    [Theory]
    [InlineData(1, 3, 20)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 7, 20)]
    [InlineData(2, 20, 20)]
    [InlineData(4, 3, 40)]
    [InlineData(4, 5, 70_000)]
    public void Leading_pieces_have_ended_when_a_later_one_has_waited(
        int threads,
        int leading,
        int pieces
    )
    {
        WorkerPool.Degree = threads;
        for (var round = 0; round < (pieces > 100 ? 2 : 300); round++)
        {
            var seen = new int[pieces];
            var job = new Waiting(seen, leading);
            WorkerPool.Run(ref job, pieces, 1e9, leading);
            Assert.All(seen[..leading], s => Assert.Equal(1, s));
            Assert.All(seen[leading..], s => Assert.Equal(leading, s));
        }
    }

    // Each is held until the other is under way: a thread that took both, or a later piece first, would not come back.
    [Fact]
    public void Leading_pieces_are_taken_first_and_one_by_one()
    {
        WorkerPool.Degree = 2;
        for (var round = 0; round < 20; round++)
        {
            using var barrier = new Barrier(2);
            var job = new Waiting(new int[40], leading: 2, barrier: barrier);
            WorkerPool.Run(ref job, 40, 1e9, leading: 2);
            Assert.Equal(1, barrier.CurrentPhaseNumber);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Nobody_waits_for_a_leading_piece_that_has_thrown(int threads)
    {
        WorkerPool.Degree = threads;
        for (var round = 0; round < 50; round++)
        {
            var e = Assert.Throws<InvalidOperationException>(() =>
            {
                var job = new Waiting(new int[20], leading: 3, failing: 1);
                WorkerPool.Run(ref job, 20, 1e9, leading: 3);
            });
            Assert.Equal("piece 1", e.Message);
        }
    }

    // Later pieces write down how many of the leading ones they see ended.
    private struct Waiting(int[] seen, int leading, int failing = -1, Barrier? barrier = null)
        : IPieces
    {
        private int done;

        public void Run(int piece)
        {
            if (piece == failing)
            {
                throw new InvalidOperationException($"piece {piece}");
            }
            if (piece < leading)
            {
                Thread.SpinWait(100);
                Assert.True(barrier?.SignalAndWait(TimeSpan.FromSeconds(30)) ?? true);
                seen[piece] = 1;
                Interlocked.Increment(ref done);
                return;
            }
            WorkerPool.Await(ref done, leading);
            seen[piece] = seen[..leading].Sum();
        }
    }
}
