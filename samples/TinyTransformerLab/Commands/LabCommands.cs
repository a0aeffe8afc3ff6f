using System.CommandLine;

namespace TinyTransformerLab;

/// <summary>All commands with their options.</summary>
internal static class LabCommands
{
    public static RootCommand Create()
    {
        var options = new LabOptions();
        var root = new RootCommand(
            "The Tiny Transformer Lab: a real GPT in miniature. Without a command: the tour, which trains it before your eyes and then shows every panel."
        );
        Add(
            root,
            options,
            TourCommand.Run,
            [
                .. options.Build,
                .. options.Files,
                options.Resume,
                .. options.Items,
                options.Word,
                options.Out,
                .. options.Printing,
                options.Pacing,
            ]
        );
        Option[] trained = [.. options.Build, .. options.Files];
        Option[] looking = [.. trained, .. options.Looking, .. options.Printing];
        AddNew(
            "train",
            "Trains a model. In a terminal: watched, and steered with keys.",
            TrainCommand.Run,
            [.. trained, options.Resume, .. options.Items, .. options.Printing]
        );
        AddNew(
            "attention",
            "Shows where every head looks; with --layer and --head one of them in three stages.",
            LookCommands.Attention,
            looking
        );
        AddNew(
            "generate",
            "Writes new items with a saved model, or with one that is trained first; with --word also why its last letter comes.",
            GenerateCommand.Run,
            [.. trained, .. options.Items, options.Word, .. options.Printing]
        );
        AddNew("trick", "The trick behind attention, in five steps.", LookCommands.Trick, looking);
        AddNew(
            "scale",
            "This model beside GPT-2. Trains nothing.",
            LookCommands.Scale,
            [.. options.Build, .. options.Printing]
        );
        AddNew(
            "check",
            "Checks every gradient of the model against differences.",
            LookCommands.Check,
            [.. trained, .. options.Printing]
        );
        AddNew(
            "tape",
            "The operations of one training step, with times and gradients.",
            LookCommands.Tape,
            [.. trained, .. options.Printing]
        );
        AddNew(
            "export",
            "Writes a training as one page that needs nothing else, for any browser.",
            ExportCommand.Run,
            [
                .. trained,
                options.Resume,
                .. options.Sampling,
                options.Word,
                options.Out,
                .. options.Printing,
            ]
        );
        AddNew(
            "serve",
            "Serves the page live on this computer: train, watch and steer in a browser.",
            ServeCommand.Run,
            [.. options.Build, options.Port]
        );
        var number = new Argument<int?>("number")
        {
            Description = "Number of the chapter; all unless told.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var chapter = new Command("chapter", "Explains the boxes of the strip. Trains nothing.")
        {
            number,
        };
        foreach (var option in (Option[])[.. options.Build, .. options.Printing])
        {
            chapter.Add(option);
        }
        chapter.SetAction(parsed =>
            LookCommands.Chapter(Valid(options, parsed), parsed.GetValue(number))
        );
        root.Add(chapter);
        return root;

        void AddNew(string name, string description, Func<LabRequest, int> run, Option[] taken)
        {
            var command = new Command(name, description);
            Add(command, options, run, taken);
            root.Add(command);
        }
    }

    private static void Add(
        Command command,
        LabOptions options,
        Func<LabRequest, int> run,
        Option[] taken
    )
    {
        foreach (var option in taken)
        {
            command.Add(option);
        }
        command.SetAction(parsed => run(Valid(options, parsed)));
    }

    private static LabRequest Valid(LabOptions options, ParseResult parsed)
    {
        var request = options.Read(parsed);
        request.Validate();
        return request;
    }
}
