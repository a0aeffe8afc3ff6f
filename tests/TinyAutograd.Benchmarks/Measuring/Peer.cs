using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace TinyAutograd.Benchmarks;

/// <summary>A peer at work in a process of its own, see <c>peers/README.md</c>. Between two questions it waits and disturbs nobody.</summary>
internal sealed class Peer : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process process;

    private Peer(Process process, string version) => (this.process, Version) = (process, version);

    /// <summary>The peer's version.</summary>
    public string Version { get; }

    /// <summary>Starts a peer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="python">The interpreter.</param>
    /// <exception cref="ArgumentException">There is no such peer.</exception>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static Peer Start(string name, string python)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peers", $"{name}_peer.py");
        if (!File.Exists(script))
        {
            throw new ArgumentException($"There is no peer '{name}'. Choose: pytorch.");
        }
        var start = new ProcessStartInfo(python, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        SetBest(start.Environment);
        try
        {
            var process = Process.Start(start)!;
            var peer = new Peer(process, "");
            var version = peer.Read<Hello>().Version;
            return new Peer(process, version);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"'{python}' cannot be started: {error.Message}", error);
        }
    }

    /// <summary>Lets the peer work.</summary>
    /// <param name="work"><c>train</c> or <c>decode</c>.</param>
    /// <param name="path">The file that it starts from when it is first asked.</param>
    /// <param name="threads">Threads that may work at once.</param>
    /// <param name="count">Steps or tokens.</param>
    /// <exception cref="IOException">The peer failed.</exception>
    public Answer Run(string work, string path, int threads, int count)
    {
        process.StandardInput.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{work} {path} {threads} {count}")
        );
        process.StandardInput.Flush();
        return Read<Answer>();
    }

    /// <summary>Ends the peer.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            process.Kill();
        }
        process.Dispose();
    }

    private TAnswer Read<TAnswer>()
    {
        var line = process.StandardOutput.ReadLine();
        return line is null || line.StartsWith("error", StringComparison.Ordinal)
            ? throw new IOException(
                $"The peer failed: {line ?? "it ended. How to install it: tests/TinyAutograd.Benchmarks/peers/README.md."}"
            )
            : JsonSerializer.Deserialize<TAnswer>(line, Json)!;
    }

    private static void SetBest(IDictionary<string, string?> environment)
    {
        environment["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1";
        if (Vector512.IsHardwareAccelerated)
        {
            environment["OPENBLAS_CORETYPE"] = "SKYLAKEX";
            environment["ATEN_CPU_CAPABILITY"] = "avx512";
        }
    }

    private sealed record Hello(string Version);

    /// <summary>What a peer did.</summary>
    /// <param name="Values">The loss of each step, or a logit of each token.</param>
    /// <param name="Milliseconds">The time of each.</param>
    /// <param name="Logits">After decoding: those of the last token.</param>
    internal sealed record Answer(double[] Values, double[] Milliseconds, double[]? Logits);
}
