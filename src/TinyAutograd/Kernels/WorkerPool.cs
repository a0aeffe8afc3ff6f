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
/// <para>The caller and every second worker take pieces from the front, the others from the back: of jobs that follow each other over
/// the same rows, a thread meets rows that its caches have.</para>
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

    // A ticket counts in units, so that both ends fit into 16 bits: one piece, or several where there are very many.
    private const int MostUnits = 65_535;

    // The first unit that nobody has taken, in the lowest 16 bits; the end of those that nobody has taken, in the next 16; and the job's
    // number. A worker that takes pieces with compare-and-swap knows that the fields of the job, which it read before, belong to that job.
    // Each counter has a cache line of its own.
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

    private static Counters counters;
    private static int degree = Environment.ProcessorCount;
    private static Worker[] workers = [];

    // The job. Written while the ticket has nothing left to take.
    private static delegate* <void*, int, void> body;
    private static void* work;
    private static int pieceCount;
    private static int piecesOfUnit;
    private static int leadingUnits;
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
    /// <param name="leading">How many of the first pieces others <see cref="Await"/>: a thread takes these one by one.</param>
    /// <remarks>The first exception of a piece reaches the caller, at the latest after all other pieces have run.</remarks>
    public static void Run<TWork>(ref TWork job, int pieces, double nanoseconds, int leading = 0)
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
            leading,
            helpers,
            (int)Math.Min(spins, int.MaxValue)
        );
    }

    /// <summary>Waits, within a later piece, for leading pieces of the job. They have been taken before: they are under way, or done.</summary>
    /// <param name="done">How many have ended: each increments it.</param>
    /// <param name="count">How many are needed. After a piece has thrown, fewer are enough: the job fails.</param>
    public static void Await(ref int done, int count)
    {
        for (var i = 0; Volatile.Read(ref done) < count && Volatile.Read(ref failure) is null; i++)
        {
            if (i < LeastSpins)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
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
        int leading,
        int helpers,
        int spins
    )
    {
        Hire(helpers);
        body = run;
        work = job;
        pieceCount = pieces;
        piecesOfUnit = 1 + (pieces - 1) / MostUnits;
        leadingUnits = (leading + piecesOfUnit - 1) / piecesOfUnit;
        helperCount = helpers;
        var units = 1 + (pieces - 1) / piecesOfUnit;
        counters.Remaining = units;
        var number = (counters.Ticket >> 32) + 1;
        // A full fence: published before parked workers are looked for.
        Interlocked.Exchange(ref counters.Ticket, number << 32 | (long)units << 16);
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
        var thrown = failure;
        failure = null;
        Volatile.Write(ref counters.Busy, 0);
        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    // Takes pieces until none is left, several at once while many are: who counts seldom waits seldom for the counter's cache line.
    // Every unit taken is counted in Remaining, so the job's memory is still there.
    private static void Help(int helper)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref counters.Ticket);
            var run = body;
            var job = work;
            var helpers = helperCount;
            var (pieces, ofUnit, leading) = (pieceCount, piecesOfUnit, leadingUnits);
            var (first, end) = ((int)(ticket & 0xFFFF), (int)(ticket >> 16 & 0xFFFF));
            if (first >= end || helper >= helpers)
            {
                return;
            }
            var taken = first < leading ? 1 : Math.Max(1, (end - first) / (2 * (helpers + 1)));
            var isFront = first < leading || (helper & 1) != 0;
            var rest = isFront ? ticket + taken : ticket - ((long)taken << 16);
            if (Interlocked.CompareExchange(ref counters.Ticket, rest, ticket) != ticket)
            {
                continue;
            }
            var unit = isFront ? first : end - taken;
            var last = (int)Math.Min((long)(unit + taken) * ofUnit, pieces);
            RunPieces(run, job, unit * ofUnit, last);
            Interlocked.Add(ref counters.Remaining, -taken);
        }
    }

    // Whatever a piece throws is carried to the caller, and the other pieces run all the same.
    private static void RunPieces(delegate* <void*, int, void> run, void* job, int piece, int end)
    {
        for (; piece < end; piece++)
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
