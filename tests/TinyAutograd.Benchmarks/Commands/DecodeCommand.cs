using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary><c>decode</c>: tokens one by one with a key-value cache, against the time that reading the weights takes.</summary>
internal static class DecodeCommand
{
    private const int WarmUpTokens = 8;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output) =>
        MeasuringCommand.OfTokens(
            "decode",
            "Decoding with a key-value cache: time per token, share of the read bandwidth.",
            output,
            Measure
        );

    private static int Measure(Measurement m, TrainingConfig config, int count)
    {
        var work = new DecodingWork(config.Model);
        if (count < 1 || count + WarmUpTokens > work.Limit)
        {
            throw new ArgumentException(
                $"--tokens is {count}; it must be 1 to {work.Limit - WarmUpTokens} in a context of {work.Limit}."
            );
        }
        var limits = MachineLimits.Of(m.ThreadCount, m.Length);
        work.Run(new double[WarmUpTokens], new float[WarmUpTokens]);
        var seconds = new double[count];
        var values = new float[count];
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var paused = GC.GetTotalPauseDuration();
        work.Run(seconds, values);
        paused = GC.GetTotalPauseDuration() - paused;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        var timing = Timing.Of(seconds);
        m.Report.Line(
            "decode",
            ("config", config.Name),
            ("threads", m.ThreadCount),
            ("tokens", count),
            ("msPerToken", timing.Median * 1e3),
            ("bestMsPerToken", timing.Best * 1e3),
            ("tokensPerSecond", 1 / timing.Median),
            ("allocatedBytesPerToken", (double)bytes / count),
            ("collectorsShare", paused.TotalSeconds / seconds.Sum()),
            ("megabytesPerToken", work.BytesPerToken / 1e6),
            ("gigabytesPerSecond", work.BytesPerToken / timing.Median / 1e9),
            ("readGigabytesPerSecond", limits.BytesPerSecond / 1e9),
            ("shareOfBandwidth", work.BytesPerToken / timing.Median / limits.BytesPerSecond)
        );
        return 0;
    }
}
