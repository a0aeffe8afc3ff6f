namespace TinyTransformerLab;

/// <summary>Trains a model, and writes items at the end if asked to.</summary>
internal static class TrainCommand
{
    public static int Run(LabRequest request)
    {
        using var workshop = new Workshop(request);
        var console = request.Console;
        if (request.IsJson)
        {
            return Lines(request, workshop, request.Count ?? 0);
        }
        var run = workshop.Begin();
        if (!console.IsLive)
        {
            PrintTitle(console, run);
        }
        var end = console.IsLive
            ? new WatchedTraining(run, console, workshop.Interruption, Pacing.None).Go()
            : TrainingLoop.Go(run, workshop.Interruption, new TrainingRows(console));
        return workshop.Close(
            run,
            end,
            saved =>
            {
                if (console.IsLive)
                {
                    PrintTitle(console, run);
                }
                console.Write(LastPicture(console.Look, run).Lines);
                PrintSaved(console, saved);
            },
            _ =>
            {
                GenerateCommand.Print(request, run.Session, request.Count ?? 0);
                return ExitCode.Success;
            }
        );
    }

    private static void PrintTitle(LabConsole console, TrainingRun run) =>
        console.Write([.. HeaderLines.Short(console.Look, run.Session.Info), Line.Empty]);

    /// <summary>A training and items as JSON lines.</summary>
    public static int Lines(LabRequest request, Workshop workshop, int count)
    {
        var lines = new JsonLines(Console.Out);
        var run = workshop.Begin();
        return workshop.Close(
            run,
            TrainingLoop.Go(run, workshop.Interruption, lines),
            _ =>
            {
                if (!workshop.Interruption.IsRequested && count > 0)
                {
                    lines.Generated(run.Session.Generate(count, request.Sampling, request.Prefix));
                }
                lines.Finish();
            },
            _ => ExitCode.Success
        );
    }

    /// <summary>The curve, the numbers and the babble as training left them.</summary>
    public static Panel LastPicture(Look look, TrainingRun run)
    {
        var session = run.Session;
        return ReportPanels.Train(
            look,
            session.Info,
            session.State,
            session.Curve(),
            session.Samples,
            speed: null
        );
    }

    /// <summary>Says where the model was saved, if anywhere.</summary>
    public static void PrintSaved(LabConsole console, string? saved)
    {
        if (saved is not null)
        {
            // Not wrapped: a path is to be copied.
            console.Write([Line.Empty, console.Look.Piece($"Saved in {saved}")]);
        }
    }
}
