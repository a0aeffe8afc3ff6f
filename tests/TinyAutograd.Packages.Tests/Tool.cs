using System.Diagnostics;
using System.Text;

namespace TinyAutograd.Packages.Tests;

/// <summary>Runs programs as a user does.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs <c>dotnet</c> with these arguments, and fails unless it succeeds.</summary>
    /// <returns>What it printed.</returns>
    public static string DotNet(string folder, params IEnumerable<string> arguments) =>
        Run("dotnet", folder, arguments);

    /// <summary>Runs a program, and fails unless it succeeds.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        // What the running test was given by its build must not reach a build of another project.
        foreach (
            var name in new[] { "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath" }
        )
        {
            start.Environment.Remove(name);
        }
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail(
                $"{program} {string.Join(' ', start.ArgumentList)} took longer than {Patience}."
            );
        }
        process.WaitForExit();
        Assert.True(
            process.ExitCode == 0,
            $"{program} {string.Join(' ', start.ArgumentList)} gave {process.ExitCode}:\n{output.Result}\n{error.Result}"
        );
        return output.Result;
    }
}
