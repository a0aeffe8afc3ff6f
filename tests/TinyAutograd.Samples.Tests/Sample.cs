using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyAutograd.Samples.Tests;

/// <summary>One run of a sample as a process, and its README.</summary>
internal sealed record Sample(string Name, int ExitCode, string Output, string Error)
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "samples");

    public string Readme => File.ReadAllText(Path.Combine(Folder, Name, "README.md"));

    /// <summary>The samples that there are, by their folders; the lab has tests of its own.</summary>
    public static IEnumerable<string> Names =>
        Directory
            .EnumerateFiles(Folder, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name != "TinyTransformerLab")
            .Order(StringComparer.Ordinal);

    /// <summary>Runs what <c>dotnet run -c Release --project samples/NAME</c> runs, with its output redirected.</summary>
    public static Sample Run(string name, params string[] arguments)
    {
        var program = Path.Combine(
            Repository.Root,
            "artifacts",
            "bin",
            name,
            "release",
            $"{name}.dll"
        );
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Sample(name, process.ExitCode, output, error.Result);
    }

    /// <summary>The numbers in each line that the pattern matches: its groups, as numbers.</summary>
    public double[][] Numbers(string pattern) =>
        [
            .. Regex
                .Matches(Output, pattern, RegexOptions.Multiline)
                .Select(match => match.Groups.Values.Skip(1).Select(Number).ToArray()),
        ];

    /// <summary>The number in the one place that the pattern matches.</summary>
    public double Number(string pattern) => Assert.Single(Assert.Single(Numbers(pattern)));

    private static double Number(Group group) =>
        double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);
}

/// <summary>Runs each sample once, when it is first asked for.</summary>
public sealed class SampleRuns
{
    private readonly Dictionary<string, Sample> runs = [];

    internal Sample this[string name]
    {
        get
        {
            if (!runs.TryGetValue(name, out var run))
            {
                runs.Add(name, run = Sample.Run(name));
            }
            return run;
        }
    }
}
