using System.Diagnostics;
using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Onnx;

/// <summary>ONNX Runtime as Node.js runs it: an independent reader of ONNX files. Where it is missing, tests skip, saying so; where CI=true is
/// set, they fail instead.</summary>
internal static class OnnxRuntime
{
    /// <summary>How it is installed, in the root of the repository. The package brings its binaries along, so no script need run.</summary>
    public const string Install =
        "npm install --prefix artifacts/onnxruntime --ignore-scripts --no-audit --no-fund onnxruntime-node@1.30.0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The root of the repository.</summary>
    private static string Folder { get; } =
        Path.Combine(Repository.Root, "artifacts", "onnxruntime");

    /// <summary>Why tests that need it are passed over; null if they run.</summary>
    public static string? SkipReason(bool isInstalled, string? continuousIntegration) =>
        isInstalled
        || string.Equals(continuousIntegration, "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"There is no ONNX Runtime. With Node.js and npm, in the root of the repository: {Install}";

    /// <inheritdoc cref="SkipReason(bool, string?)"/>
    public static string? SkipReason() =>
        SkipReason(
            Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")),
            Environment.GetEnvironmentVariable("CI")
        );

    /// <summary>What a model file gives for each batch of tokens.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isOptimized">Whether the runtime may join nodes into faster ones, whose constants are floats.</param>
    /// <param name="batches">Tokens (B, T).</param>
    public static (string Type, double[] Values, int[] Shape)[] Logits(
        string path,
        bool isOptimized,
        params Indices[] batches
    )
    {
        var asked = batches.Select(tokens => new
        {
            tokens = tokens.ToArray(),
            shape = new[] { tokens.Shape[0], tokens.Shape[1] },
        });
        using var answer = JsonDocument.Parse(
            Run(path, isOptimized, JsonSerializer.Serialize(asked))
        );
        return
        [
            .. answer
                .RootElement.EnumerateArray()
                .Select(logits =>
                    (
                        logits.GetProperty("type").GetString()!,
                        logits.GetProperty("values").Deserialize<double[]>()!,
                        logits.GetProperty("shape").Deserialize<int[]>()!
                    )
                ),
        ];
    }

    private static string Run(string path, bool isOptimized, string input)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Onnx", "logits.mjs"));
        start.ArgumentList.Add(Folder);
        start.ArgumentList.Add(path);
        start.ArgumentList.Add(isOptimized ? "all" : "disabled");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"ONNX Runtime did not answer within {Patience}.");
        }
        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException(
                $"ONNX Runtime: {error.GetAwaiter().GetResult()} Is it installed? {Install}"
            );
    }
}
