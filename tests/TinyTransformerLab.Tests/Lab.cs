using System.Diagnostics;
using System.Text.Json;

namespace TinyTransformerLab.Tests;

/// <summary>Runs the lab as a person would: as a process with arguments, reading what it prints.</summary>
internal static class Lab
{
    public static LabResult Run(params string[] arguments)
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
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new LabResult(process.ExitCode, output, error.Result);
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
