using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>Work cut into pieces that may run in any order and on any thread.</summary>
internal interface IPieces
{
    /// <summary>Does one piece. Pieces write to separate memory, so that the result does not depend on who runs them.</summary>
    /// <param name="piece">The number of the piece, from zero.</param>
    void Run(int piece);
}

/// <summary>
/// Fork and join: the pieces of one job run on the calling thread and on up to <see cref="Degree"/> − 1 workers, which spin for a
/// moment after a job (the next one usually follows within microseconds) and then park.
/// </summary>
/// <remarks>
/// <para>The caller cuts the work, and never looks at the degree when it does: so every degree gives the same bits.</para>
/// <para>One job at a time. Who finds the pool busy (another thread's job, or a job inside a piece) runs its own pieces itself.</para>
/// <para>Nothing is allocated per job: the work is a struct on the caller's stack, reached through a pointer.</para>
/// </remarks>
internal static unsafe partial class WorkerPool
{
    /// <summary>Jobs cheaper than this stay on the calling thread: forking and joining takes up to a microsecond.</summary>
    public const double LeastNanoseconds = 1500;

    // On a crowded machine a thread that lost its processor within a piece holds its caller up for milliseconds. After such a wait
    // jobs shorter than this stay on the calling thread, for a number of jobs that doubles each time.
    private const double ShortNanoseconds = 200_000;
    private const int LongestRetreat = 8192;

    // About what a spin takes; waiting this many times longer than a piece should take means that its thread was put aside.
    private const double NanosecondsOfSpin = 37;
    private const int Patience = 4;
    private const int LeastSpins = 1500;

    private const uint Closed = uint.MaxValue;

    // The job's next piece in the low half, the job's number in the high half. A worker that takes a piece with compare-and-swap
    // knows that the fields of the job, which it read before, belong to that job. Each counter has a cache line of its own.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Counters
    {
        [FieldOffset(64)]
        public long Ticket;

        [FieldOffset(128)]
        public int Remaining;

        [FieldOffset(192)]
        public int Busy;
    }

    private static Counters counters = new() { Ticket = Closed };
    private static int degree = Environment.ProcessorCount;
    private static Worker[] workers = [];

    // The job. Written while the ticket is closed.
    private static delegate* <void*, int, void> body;
    private static void* work;
    private static int pieceCount;
    private static int helperCount;
    private static Exception? failure;

    // How many short jobs still stay on their calling thread, and how many did after the last wait.
    private static int retreat;
    private static int lastRetreat;

    /// <summary>The number of threads that a job may use, the caller included: 1 is serial. Initially the number of processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Degree
    {
        get => Volatile.Read(ref degree);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref degree, value);
        }
    }

    /// <summary>Runs all pieces and returns when they are done.</summary>
    /// <typeparam name="TWork">A struct, so that <see cref="IPieces.Run"/> is called directly; it may hold spans.</typeparam>
    /// <param name="job">The work; it stays in place until all pieces are done.</param>
    /// <param name="pieces">The number of pieces; must not depend on <see cref="Degree"/>.</param>
    /// <param name="nanoseconds">About how long all pieces take on one thread.</param>
    /// <remarks>The first exception of a piece reaches the caller, at the latest after all other pieces have run.</remarks>
    public static void Run<TWork>(ref TWork job, int pieces, double nanoseconds)
        where TWork : struct, IPieces, allows ref struct
    {
        var helpers = Math.Min(Degree, pieces) - 1;
        if (
            helpers <= 0
            || nanoseconds < LeastNanoseconds
            || (nanoseconds < ShortNanoseconds && IsRetreating())
            || Interlocked.CompareExchange(ref counters.Busy, 1, 0) != 0
        )
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                job.Run(piece);
            }
            return;
        }
        // The struct is on the stack or the caller has pinned it, and this frame outlives the job.
        var spins = LeastSpins + Patience * nanoseconds / pieces / NanosecondsOfSpin;
        Fork(
            &RunPiece<TWork>,
            Unsafe.AsPointer(ref job),
            pieces,
            helpers,
            (int)Math.Min(spins, int.MaxValue)
        );
    }

    // Several threads may count at once and lose a count: it decides who works, never what comes out.
    private static bool IsRetreating()
    {
        var left = Volatile.Read(ref retreat);
        if (left > 0)
        {
            Volatile.Write(ref retreat, left - 1);
        }
        return left > 0;
    }

    private static void RunPiece<TWork>(void* job, int piece)
        where TWork : struct, IPieces, allows ref struct => Unsafe.AsRef<TWork>(job).Run(piece);

    private static void Fork(
        delegate* <void*, int, void> run,
        void* job,
        int pieces,
        int helpers,
        int spins
    )
    {
        Hire(helpers);
        body = run;
        work = job;
        pieceCount = pieces;
        helperCount = helpers;
        counters.Remaining = pieces;
        var number = (counters.Ticket >> 32) + 1;
        Interlocked.Exchange(ref counters.Ticket, number << 32); // a full fence: published before parked workers are looked for
        for (var i = 0; i < helpers; i++)
        {
            workers[i].Wake();
        }
        Help(-1);
        var isCrowded = !Join(spins);
        lastRetreat = isCrowded ? Math.Min(2 * lastRetreat + 64, LongestRetreat) : lastRetreat / 2;
        if (isCrowded)
        {
            Volatile.Write(ref retreat, lastRetreat);
        }

        counters.Ticket = number << 32 | Closed;
        var thrown = failure;
        failure = null;
        Volatile.Write(ref counters.Busy, 0);
        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    // Takes pieces until none is left, several at once while many are: who counts seldom waits seldom for the counter's cache line.
    // Every piece taken is counted in Remaining, so the job's memory is still there.
    private static void Help(int helper)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref counters.Ticket);
            var run = body;
            var job = work;
            var (piece, pieces, helpers) = ((uint)ticket, (uint)pieceCount, helperCount);
            if (piece == Closed || piece >= pieces || helper >= helpers)
            {
                return;
            }
            var taken = (int)Math.Max(1, (pieces - piece) / (2 * ((uint)helpers + 1)));
            if (Interlocked.CompareExchange(ref counters.Ticket, ticket + taken, ticket) != ticket)
            {
                continue;
            }
            RunPieces(run, job, (int)piece, taken);
            Interlocked.Add(ref counters.Remaining, -taken);
        }
    }

    // Whatever a piece throws is carried to the caller, and the other pieces run all the same.
    private static void RunPieces(delegate* <void*, int, void> run, void* job, int first, int count)
    {
        for (var piece = first; piece < first + count; piece++)
        {
            try
            {
                run(job, piece);
            }
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }
    }

    // Pieces are of similar size: the others end soon, unless their thread has lost its processor to someone else. Whether they did.
    private static bool Join(int spins)
    {
        for (var i = 0; Volatile.Read(ref counters.Remaining) != 0; i++)
        {
            if (i < spins)
            {
                Thread.SpinWait(1);
                continue;
            }
            do
            {
                Thread.Yield();
            } while (Volatile.Read(ref counters.Remaining) != 0);
            return false;
        }
        return true;
    }

    // Only the thread that holds Busy comes here.
    private static void Hire(int count)
    {
        if (workers.Length < count)
        {
            var first = workers.Length;
            Array.Resize(ref workers, count);
            for (var i = first; i < count; i++)
            {
                workers[i] = new Worker(i);
            }
        }
    }
}
