using System.Diagnostics.CodeAnalysis;

namespace TinyAutograd.Kernels;

/// <content>One worker thread: it spins, parks and is woken.</content>
internal static unsafe partial class WorkerPool
{
    [SuppressMessage(
        "Design",
        "CA1001",
        Justification = "A worker and its semaphore live as long as the process."
    )]
    private sealed class Worker
    {
        // About 50 microseconds: longer than the gap between two kernels of a training step, shorter than anyone would notice.
        private const int SpinsBeforeParking = 1500;

        private readonly int index;
        private readonly SemaphoreSlim wake = new(0);
        private int parked;

        public Worker(int index)
        {
            this.index = index;
            // Background: an idle pool never keeps a process alive.
            new Thread(Loop, maxStackSize: 512 * 1024)
            {
                IsBackground = true,
                Name = $"TinyAutograd worker {index + 1}",
            }.Start();
        }

        /// <summary>Called after a job has been published. A worker that still spins sees it without help.</summary>
        public void Wake()
        {
            if (
                Volatile.Read(ref parked) == 1
                && Interlocked.CompareExchange(ref parked, 0, 1) == 1
            )
            {
                wake.Release();
            }
        }

        private void Loop()
        {
            var last = -1L; // the number of the last job seen
            while (true)
            {
                last = AwaitJobAfter(last);
                Help(index);
            }
        }

        private long AwaitJobAfter(long last)
        {
            for (var spins = 0; spins < SpinsBeforeParking; spins++)
            {
                if (JobNumber() is var number && number != last)
                {
                    return number;
                }
                Thread.SpinWait(1);
            }
            Interlocked.Exchange(ref parked, 1); // a full fence: whoever publishes from now on sees it, or is seen below
            if (JobNumber() == last || Interlocked.CompareExchange(ref parked, 0, 1) == 0)
            {
                wake.Wait();
            }
            return JobNumber();
        }

        private static long JobNumber() => Volatile.Read(ref counters.Ticket) >> 32;
    }
}
