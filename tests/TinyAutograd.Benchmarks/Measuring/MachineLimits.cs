using System.Runtime.CompilerServices;

namespace TinyAutograd.Benchmarks;

/// <summary>What this machine can do at most, measured by loops of our own in this very run.</summary>
/// <param name="Flops">Operations per second of fused multiply-adds in float (two each), nothing else in the way.</param>
/// <param name="BytesPerSecond">Reading memory that fits into no cache.</param>
internal readonly record struct MachineLimits(double Flops, double BytesPerSecond)
{
    private const int ReadBytes = 512 << 20;

    /// <summary>Measures the peak of multiply-adds and the read bandwidth.</summary>
    /// <param name="threads">Threads that work at once.</param>
    /// <param name="length">About how long for each of the two.</param>
    public static MachineLimits Of(int threads, TimeSpan length) =>
        new(FlopsOf(threads, length), BandwidthOf(threads, length));

    /// <summary>The peak of multiply-adds alone.</summary>
    public static double FlopsOf(int threads, TimeSpan length)
    {
        var loops = new MultiplyAdds();
        var timing = OnThreads(threads, length, loops);
        return threads * MultiplyAdds.FlopsOfUnit() / timing.Best;
    }

    /// <summary>Seconds that the worker pool takes to bring all threads together once and to see them part.</summary>
    public static unsafe double ForkJoin(int threads, TimeSpan length)
    {
        const int repetitions = 1000;
        var arrived = 0;
        var meeting = new Meeting { Arrived = &arrived, Threads = threads };
        return OnThreads(threads, length, meeting, repetitions: repetitions).Median / repetitions;
    }

    private static unsafe double BandwidthOf(int threads, TimeSpan length)
    {
        var memory = GC.AllocateUninitializedArray<float>(ReadBytes / sizeof(float), pinned: true);
        Array.Fill(memory, 1f);
        fixed (float* start = memory)
        {
            // More pieces than threads: one that loses its processor for a moment does not hold up the rest.
            var pieces = threads * 16;
            var reads = new Reads { Start = start, Length = memory.Length / pieces };
            var timing = OnThreads(threads, length, reads, pieces);
            return (double)reads.Length * pieces * sizeof(float) / timing.Best;
        }
    }

    private static Timing OnThreads<TKernel>(
        int threads,
        TimeSpan length,
        TKernel kernel,
        int? pieces = null,
        int repetitions = 1
    )
        where TKernel : struct, IParts<float>
    {
        var degree = WorkerPool.Degree;
        WorkerPool.Degree = threads;
        try
        {
            return Timing.Of(
                length,
                () =>
                {
                    for (var i = 0; i < repetitions; i++)
                    {
                        Parts.RunPieces<float, TKernel>(kernel, pieces ?? threads, 1, 1e9);
                    }
                }
            );
        }
        finally
        {
            WorkerPool.Degree = degree;
        }
    }

    // Each piece waits until every thread has one: a piece that is taken by the same thread as another gives up soon.
    private unsafe struct Meeting : IParts<float>
    {
        private const int Patience = 10_000;

        public int* Arrived;
        public int Threads;

        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, float>
        {
            var number = Interlocked.Increment(ref *Arrived);
            var last = (number + Threads - 1) / Threads * Threads;
            for (var i = 0; i < Patience && Volatile.Read(ref *Arrived) < last; i++)
            {
                Thread.SpinWait(1);
            }
        }
    }

    // Ten independent chains hide the latency of the multiply-add on two units.
    private struct MultiplyAdds : IParts<float>
    {
        private const int Chains = 10;
        private const int Rounds = 20_000;

        public static double FlopsOfUnit() => 2.0 * Chains * Rounds * LanesCount.Get();

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, float>
        {
            var (a, b) = (TV.Broadcast(0.999f), TV.Broadcast(0.001f));
            TV x0 = a,
                x1 = a,
                x2 = a,
                x3 = a,
                x4 = a,
                x5 = a,
                x6 = a,
                x7 = a,
                x8 = a,
                x9 = a;
            for (var i = 0; i < Rounds; i++)
            {
                x0 = TV.MultiplyAdd(x0, a, b);
                x1 = TV.MultiplyAdd(x1, a, b);
                x2 = TV.MultiplyAdd(x2, a, b);
                x3 = TV.MultiplyAdd(x3, a, b);
                x4 = TV.MultiplyAdd(x4, a, b);
                x5 = TV.MultiplyAdd(x5, a, b);
                x6 = TV.MultiplyAdd(x6, a, b);
                x7 = TV.MultiplyAdd(x7, a, b);
                x8 = TV.MultiplyAdd(x8, a, b);
                x9 = TV.MultiplyAdd(x9, a, b);
            }
            Keep.Alive(TV.Sum(x0 + x1 + (x2 + x3) + (x4 + x5 + (x6 + x7)) + (x8 + x9)));
        }
    }

    private unsafe struct Reads : IParts<float>
    {
        public float* Start;
        public int Length;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, float>
        {
            var x = Start + (nint)first * Length;
            TV s0 = default,
                s1 = default,
                s2 = default,
                s3 = default;
            for (var i = 0; i + 4 * TV.Count <= Length; i += 4 * TV.Count)
            {
                s0 += TV.Load(x + i);
                s1 += TV.Load(x + i + TV.Count);
                s2 += TV.Load(x + i + 2 * TV.Count);
                s3 += TV.Load(x + i + 3 * TV.Count);
            }
            Keep.Alive(TV.Sum(s0 + s1 + (s2 + s3)));
        }
    }
}
