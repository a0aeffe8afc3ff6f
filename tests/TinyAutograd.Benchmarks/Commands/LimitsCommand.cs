using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary><c>limits</c>: the peak of multiply-adds and the read bandwidth of this machine.</summary>
internal static class LimitsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output) =>
        MeasuringCommand.Create(
            "limits",
            "The machine's limits: float multiply-adds and reading from memory.",
            output,
            Measure
        );

    private static int Measure(Measurement m, ParseResult parsed)
    {
        foreach (var threads in m.HasThreadsOption ? [m.ThreadCount] : UpTo(m.ThreadCount))
        {
            var limits = MachineLimits.Of(threads, m.Length);
            m.Report.Line(
                "limits",
                ("threads", threads),
                ("lanes", LanesCount.Get()),
                ("gflops", limits.Flops / 1e9),
                ("readGigabytesPerSecond", limits.BytesPerSecond / 1e9),
                ("forkJoinNanoseconds", MachineLimits.ForkJoin(threads, m.Length) * 1e9)
            );
        }
        return 0;
    }

    private static int[] UpTo(int threads) => threads == 1 ? [1] : [1, threads];
}
