using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace TinyTransformerLab.Tests;

/// <summary>Runs the lab as a person would: as a process with arguments, reading what it prints.</summary>
internal static class Lab
{
    public static LabResult Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new LabResult(process.ExitCode, output, error.Result);
    }

    /// <summary>Presses Ctrl+C (SIGINT) as soon as a line with this text is printed.</summary>
    public static LabResult Interrupt(string text, params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        var isInterrupted = false;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output.Append(line).Append('\n');
            if (!isInterrupted && line.Contains(text, StringComparison.Ordinal))
            {
                isInterrupted = true;
                using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
                kill.WaitForExit();
            }
        }
        process.WaitForExit();
        return new LabResult(process.ExitCode, output.ToString(), error.Result);
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TinyTransformerLab.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }
}

/// <summary>What a run printed.</summary>
internal sealed record LabResult(int ExitCode, string Output, string Error)
{
    /// <summary>The JSON lines of one type.</summary>
    public IReadOnlyList<JsonElement> Json(string type) =>
        [.. Lines.Where(line => line.GetProperty("type").GetString() == type)];

    /// <summary>All JSON lines.</summary>
    public IEnumerable<JsonElement> Lines =>
        Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement);
}
