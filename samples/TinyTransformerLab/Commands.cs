using System.CommandLine;

namespace TinyTransformerLab;

/// <summary>The command line: <c>train</c>, <c>generate</c>, and without a command both, one after the other.</summary>
internal static class Commands
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Interrupted = 130; // as a shell reports a program that Ctrl+C ended

    public static int Run(string[] arguments)
    {
        var root = Create();
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{parsed.Errors[0].Message} Try --help.");
            return Failure;
        }
        try
        {
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                }
            );
        }
        catch (Exception error) when (IsExpected(error))
        {
            Console.Error.WriteLine(Line(error));
            return Failure;
        }
    }

    private static RootCommand Create()
    {
        var root = new RootCommand(
            "The Tiny Transformer Lab: a real, miniature GPT that learns names. Without a command it trains and then invents 20 new names."
        );
        var train = new Command("train", "Trains a model.");
        var generate = new Command(
            "generate",
            "Writes new items with a saved model, or with one that is trained first."
        );
        var options = new LabOptions();
        foreach (var command in new[] { root, train, generate })
        {
            options.AddTo(command);
        }
        root.Add(train);
        root.Add(generate);
        root.SetAction(parsed => TrainAndGenerate(options.Read(parsed)));
        train.SetAction(parsed => TrainAndGenerate(options.Read(parsed, defaultCount: 0)));
        generate.SetAction(parsed =>
            options.Read(parsed) is { ModelPath: not null } saved
                ? Generate(saved)
                : TrainAndGenerate(options.Read(parsed))
        );
        return root;
    }

    private static int TrainAndGenerate(LabSettings settings)
    {
        settings.Validate();
        using var interruption = new Interruption();
        var reporter = Reporter.For(settings);
        var run = new TrainingRun(settings, reporter);
        run.Train(interruption);
        if (settings.Count > 0 && !interruption.IsRequested)
        {
            Names.Generate(
                run.Trainer.Model,
                run.Trainer.Data.Tokenizer,
                run.Trainer.Data,
                settings,
                reporter
            );
        }
        reporter.Finish();
        return interruption.IsRequested ? Interrupted : Success;
    }

    private static int Generate(LabSettings settings)
    {
        settings.Validate();
        if (settings.SavePath is not null)
        {
            throw new ArgumentException(
                "generate --model trains nothing, so there is nothing to --save. Use train --model to go on training."
            );
        }
        var (model, tokenizer) = GptFile.Load<float>(settings.ModelPath!);
        var data = ItemData.Load(settings.DataPath, settings.Seed);
        var reporter = Reporter.For(settings);
        Names.Generate(model, tokenizer, data, settings, reporter);
        reporter.Finish();
        return Success;
    }

    // The name of a method's parameter means nothing to a person at the command line.
    private static string Line(Exception error)
    {
        var text = error is ArgumentException { ParamName: { } name }
            ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : error.Message;
        return text.ReplaceLineEndings(" ");
    }

    // What a person can mend: a file, an option, a training that diverged. Anything else is a bug and keeps its stack trace.
    private static bool IsExpected(Exception error) =>
        error
            is IOException
                or InvalidDataException
                or ArgumentException
                or UnauthorizedAccessException
                or ArithmeticException;
}
