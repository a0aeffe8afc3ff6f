using System.Diagnostics;

namespace TinyAutograd.Benchmarks;

/// <summary>Times of one piece of work, done again and again.</summary>
/// <param name="Median">Seconds of the middle one.</param>
/// <param name="Best">Seconds of the fastest one: what the machine can do when nobody disturbs it.</param>
/// <param name="Count">How many there were.</param>
internal readonly record struct Timing(double Median, double Best, int Count)
{
    private const int LeastCount = 5;

    /// <summary>Does the work for about as long as told, after a first time that does not count.</summary>
    /// <param name="length">About how long.</param>
    /// <param name="work">The work.</param>
    public static Timing Of(TimeSpan length, Action work)
    {
        work();
        List<double> seconds = [];
        var start = Stopwatch.GetTimestamp();
        while (seconds.Count < LeastCount || Stopwatch.GetElapsedTime(start) < length)
        {
            var before = Stopwatch.GetTimestamp();
            work();
            seconds.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        return Of(seconds);
    }

    /// <summary>Median and best of times that were taken.</summary>
    /// <param name="seconds">At least one.</param>
    public static Timing Of(IReadOnlyList<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return new Timing(sorted[sorted.Length / 2], sorted[0], sorted.Length);
    }

    /// <summary>As <see cref="Of(TimeSpan, Action)"/> for work too short to be timed alone: it is repeated within each time.</summary>
    /// <param name="length">About how long.</param>
    /// <param name="repetitions">How often within one time, at least 1.</param>
    /// <param name="work">The work.</param>
    /// <returns>Times of one repetition.</returns>
    public static Timing Of(TimeSpan length, int repetitions, Action work)
    {
        var timing = Of(
            length,
            () =>
            {
                for (var i = 0; i < repetitions; i++)
                {
                    work();
                }
            }
        );
        return timing with
        {
            Median = timing.Median / repetitions,
            Best = timing.Best / repetitions,
        };
    }
}
