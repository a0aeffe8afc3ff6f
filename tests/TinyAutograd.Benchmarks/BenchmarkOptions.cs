using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary>The options that every command takes.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Option<bool> json = new("--json") { Description = "Print JSON lines." };
    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads that may work at once; all processors unless told.",
    };
    private readonly Option<double> seconds = new("--seconds")
    {
        Description = "About how long to measure each thing.",
        DefaultValueFactory = _ => 0.5,
    };

    /// <summary>Makes a command take them.</summary>
    public void AddTo(Command command)
    {
        command.Add(json);
        command.Add(threads);
        command.Add(seconds);
    }

    /// <summary>What the person asked for.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Measurement Read(ParseResult parsed, TextWriter output)
    {
        var count = parsed.GetValue(threads) ?? Environment.ProcessorCount;
        if (count is < 1 or > 1024)
        {
            throw new ArgumentException($"--threads is {count}; it must be 1 to 1024.");
        }
        var length = parsed.GetValue(seconds);
        if (!(length is > 0 and <= 3600))
        {
            throw new ArgumentException(
                $"--seconds is {length}; it must be above 0, at most 3600."
            );
        }
        return new Measurement(
            new Report(output, parsed.GetValue(json)),
            count,
            TimeSpan.FromSeconds(length),
            HasThreadsOption: parsed.GetValue(threads) is not null
        );
    }
}

/// <summary>How to measure, and where to say what came out.</summary>
/// <param name="Report">Where results go.</param>
/// <param name="ThreadCount">Threads that may work at once.</param>
/// <param name="Length">About how long each thing is measured.</param>
/// <param name="HasThreadsOption">Whether the person chose the number of threads.</param>
internal sealed record Measurement(
    Report Report,
    int ThreadCount,
    TimeSpan Length,
    bool HasThreadsOption
);
