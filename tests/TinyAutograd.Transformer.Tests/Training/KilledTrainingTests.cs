using System.Diagnostics;

namespace TinyAutograd.Transformer.Tests.Training;

/// <summary>A training whose process is killed again and again ends with the bits of one that never was.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 3;

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(TrainingProcess.ItemKind, "single")]
    [InlineData(TrainingProcess.WindowKind, "double")]
    [InlineData(TrainingProcess.FileKind, "single")]
    public void A_killed_training_resumes_to_the_same_bits(string kind, string precision)
    {
        var target = Path.Combine(folder, "run.safetensors");
        var expected = Path.Combine(folder, "straight.safetensors");
        TrainingProcess.Train(kind, precision, expected, static (_, _) => { }, saves: false);
        var random = new RandomGenerator(kind.Length);
        for (var run = 0; run < Kills; run++)
        {
            // the moment lies somewhere in the steps and saves behind a line that the seed chooses
            RunAndKill(
                kind,
                precision,
                target,
                lines: 1 + random.NextInt32(TrainingProcess.StepsPerProcess - 1)
            );
        }
        TrainingProcess.Train(kind, precision, target, static (_, _) => { }, saves: true);
        Assert.Equal(File.ReadAllBytes(expected), File.ReadAllBytes(target));
    }

    // A process of its own that trains, and saves after every step; it cannot come to its end.
    private static void RunAndKill(string kind, string precision, string target, int lines)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(TrainingProcess).Assembly.Location, kind, precision, target },
        };
        using var process = Process.Start(start)!;
        for (var i = 0; i < lines; i++)
        {
            Assert.StartsWith("step ", process.StandardOutput.ReadLine(), StringComparison.Ordinal);
        }
        process.Kill();
        process.WaitForExit();
    }
}
