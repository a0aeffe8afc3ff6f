using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Training;

/// <summary>The entry of the process that <see cref="KilledTrainingTests"/> kills: trains on, from the checkpoint if there is one, and saves after
/// every step.</summary>
internal static class TrainingProcess
{
    public const string ItemKind = "items";
    public const string WindowKind = "windows";
    public const string FileKind = "file";

    /// <summary>Steps that a process makes before it waits to be killed.</summary>
    public const int StepsPerProcess = 30;

    private const int Steps = 120;

    public static int Main(string[] arguments)
    {
        var (kind, precision, path) = (arguments[0], arguments[1], arguments[2]);
        Train(kind, precision, path, Report, saves: true);
        return 0;

        static void Report(int count, TrainingStep step)
        {
            Console.Out.WriteLine($"step {step.Step}");
            Console.Out.Flush();
            if (count == StepsPerProcess)
            {
                Console.In.ReadLine();
            }
        }
    }

    /// <summary>Trains to the end, and saves at least there. Each step is told with the number of steps so far.</summary>
    public static void Train(
        string kind,
        string precision,
        string path,
        Action<int, TrainingStep> report,
        bool saves
    )
    {
        if (precision == "double")
        {
            Train<double>(kind, path, report, saves);
        }
        else
        {
            Train<float>(kind, path, report, saves);
        }
    }

    private static void Train<T>(
        string kind,
        string path,
        Action<int, TrainingStep> report,
        bool saves
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var file = kind == FileKind ? OpenTokens(path + ".tokens") : null;
        var data = DataOf(kind, file);
        var trainer = File.Exists(path)
            ? CheckpointFile.Load<T>(path).Resume(data)
            : SmallTraining.Create<T>(SmallTraining.Options with { Steps = Steps }, data);
        for (var count = 1; trainer.StepCount < Steps; count++)
        {
            var step = trainer.Step();
            if (saves)
            {
                CheckpointFile.Save(path, trainer);
            }
            report(count, step);
        }
        CheckpointFile.Save(path, trainer);
    }

    private static ITrainingData DataOf(string kind, TokenFile? file) =>
        kind switch
        {
            ItemKind => SmallTraining.Data(),
            WindowKind => new TextWindows(new TokenList(Tokens, 7), seed: 3),
            _ => new TextWindows(file!, seed: 3),
        };

    private static TokenFile OpenTokens(string path)
    {
        if (!File.Exists(path))
        {
            TokenFile.Write(path, Tokens, 7);
        }
        return new TokenFile(path);
    }

    private static IEnumerable<int> Tokens => Enumerable.Range(0, 400).Select(i => i * i * i % 7);
}
