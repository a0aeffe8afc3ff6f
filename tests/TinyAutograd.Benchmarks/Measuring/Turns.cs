namespace TinyAutograd.Benchmarks;

/// <summary>Ours, the peer, ours, the peer: on one thread and on all, so that each side counts with the number that suits it.</summary>
/// <param name="work">Our work.</param>
/// <param name="peer">The peer, which has begun the same work.</param>
/// <param name="path">The file that it began from.</param>
/// <param name="measurement">How many threads, and for how long.</param>
internal sealed class Turns(IComparedWork work, Peer peer, string path, Measurement measurement)
{
    private readonly Dictionary<int, List<double>> ours = [];
    private readonly Dictionary<int, List<double>> theirs = [];

    /// <summary>A side's times on the number of threads with the smallest median.</summary>
    /// <param name="Median">Seconds.</param>
    /// <param name="Best">Seconds, at any number of threads.</param>
    /// <param name="Threads">The number of threads.</param>
    internal readonly record struct Side(double Median, double Best, int Threads);

    /// <summary>Our times.</summary>
    public Side Ours => Best(ours);

    /// <summary>The peer's times.</summary>
    public Side Theirs => Best(theirs);

    /// <summary>Takes turns.</summary>
    /// <param name="rounds">Turns of each side and number of threads.</param>
    /// <param name="peerSeconds">About how long the peer takes for a piece of work.</param>
    /// <param name="done">Pieces that were done before.</param>
    public void Take(int rounds, double peerSeconds, int done)
    {
        int[] threads = measurement.HasThreadsOption
            ? [measurement.ThreadCount]
            : [.. new[] { 1, measurement.ThreadCount }.Distinct()];
        var most = Math.Clamp((work.Limit - done) / (rounds * threads.Length), 1, 100_000);
        var steps = (int)
            Math.Clamp(measurement.Length.TotalSeconds / peerSeconds / rounds, 1, most);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var count in threads)
            {
                Add(ours, count, TakeOurs(count, steps));
                Add(theirs, count, TakeTheirs(count, steps));
            }
        }
    }

    // The first step of a turn finds cold caches and sleeping threads: with more than one it is left out.
    private double[] TakeOurs(int threads, int steps)
    {
        WorkerPool.Degree = threads;
        var seconds = new double[steps];
        work.Run(seconds, new float[steps]);
        return steps > 1 ? seconds[1..] : seconds;
    }

    private double[] TakeTheirs(int threads, int steps)
    {
        var seconds = peer.Run(work.Kind, path, threads, steps)
            .Milliseconds.Select(time => time / 1e3)
            .ToArray();
        return steps > 1 ? seconds[1..] : seconds;
    }

    private static void Add(Dictionary<int, List<double>> all, int threads, double[] seconds)
    {
        if (!all.TryGetValue(threads, out var list))
        {
            all[threads] = list = [];
        }
        list.AddRange(seconds);
    }

    private static Side Best(Dictionary<int, List<double>> all)
    {
        var timings = all.Select(pair => (Threads: pair.Key, Timing: Timing.Of(pair.Value)))
            .OrderBy(pair => pair.Timing.Median)
            .ToArray();
        return new Side(
            timings[0].Timing.Median,
            timings.Min(pair => pair.Timing.Best),
            timings[0].Threads
        );
    }
}
