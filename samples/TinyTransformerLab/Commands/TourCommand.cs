namespace TinyTransformerLab;

/// <summary>The tour: trains before a person's eyes, then shows every panel, all drawn from one report.</summary>
internal static class TourCommand
{
    public static int Run(LabRequest request)
    {
        GptFile.ThrowIfNotWritable(request.OutPath);
        using var workshop = new Workshop(request);
        return request.IsJson ? Document(request, workshop)
            : request.Console.IsLive ? Watched(request, workshop)
            : Printed(request, workshop);
    }

    private static int Document(LabRequest request, Workshop workshop) =>
        workshop.Train(
            new TrainingProgress(request.Console),
            run =>
            {
                Console.Out.WriteLine(LabJson.Text(Report(request, run.Session)));
                return ExitCode.Success;
            }
        );

    private static int Watched(LabRequest request, Workshop workshop)
    {
        var console = request.Console;
        var run = workshop.Begin();
        var live = new WatchedTraining(
            run,
            console,
            workshop.Interruption,
            request.IsUnpaced ? Pacing.None : Pacing.ForTheEye
        );
        LabReport? report = null;
        var end = live.Go(() => report = Report(request, run.Session));
        return workshop.Close(
            run,
            end,
            saved =>
            {
                console.Write(ReportPanels.Opening(console.Look, run.Session.Info).Lines);
                console.Write([Line.Empty]);
                if (report is null)
                {
                    console.Write(TrainCommand.LastPicture(console.Look, run).Lines);
                }
                TrainCommand.PrintSaved(console, saved);
            },
            _ => Panels(request, workshop, run, report!, live.Speed)
        );
    }

    private static int Printed(LabRequest request, Workshop workshop)
    {
        var console = request.Console;
        var run = workshop.Begin();
        console.Write([.. ReportPanels.Opening(console.Look, run.Session.Info).Lines, Line.Empty]);
        var end = TrainingLoop.Go(run, workshop.Interruption, new TrainingRows(console));
        return workshop.Close(
            run,
            end,
            saved =>
            {
                if (end != TrainingEnd.Finished)
                {
                    console.Write(TrainCommand.LastPicture(console.Look, run).Lines);
                }
                TrainCommand.PrintSaved(console, saved);
            },
            _ => Panels(request, workshop, run, Report(request, run.Session), speed: null)
        );
    }

    private static LabReport Report(LabRequest request, LabSession session)
    {
        var report = session.Report(request.Word, request.Sampling);
        return report with
        {
            NextLetter = session.NextLetter(request.Prefix, request.Sampling),
            Names = session.Generate(
                request.Count ?? report.Names.Items.Count,
                request.Sampling,
                request.Prefix
            ),
        };
    }

    private static int Panels(
        LabRequest request,
        Workshop workshop,
        TrainingRun run,
        LabReport report,
        TrainingSpeed? speed
    )
    {
        var console = request.Console;
        run.Recording.End();
        var files = LabPage.Export(request.OutPath, run.Recording, report);
        var writer = new PanelWriter(
            console,
            workshop.Interruption,
            isPaced: console.IsLive && !request.IsUnpaced
        );
        foreach (var panel in ReportPanels.All(console.Look, report, speed))
        {
            writer.Write(panel);
        }
        writer.Write(new Panel(ExportCommand.Draw(console.Look, files)));
        return report.Check.Passed ? ExitCode.Success : ExitCode.Failure;
    }
}
