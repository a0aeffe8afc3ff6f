namespace TinyTransformerLab;

/// <summary>Writes a run as one page that needs nothing else, and its forward-only script beside it.</summary>
internal static class ExportCommand
{
    public static int Run(LabRequest request)
    {
        GptFile.ThrowIfNotWritable(request.OutPath);
        using var workshop = new Workshop(request);
        return request.ModelPath is null
            ? workshop.Train(
                new TrainingProgress(request.Console),
                run => Write(request, run.Recording)
            )
            : workshop.Look(session => Write(request, new LabRecording(session)));
    }

    /// <summary>What was written: a path is a line of its own, not wrapped, so that it can be copied.</summary>
    public static IReadOnlyList<Line> Draw(Look look, IReadOnlyList<WrittenFile> files) =>
        [
            .. look.Wrap(
                "The lab as a page for any browser, which needs no network; and its script to read and edit:"
            ),
            .. files.Select(file =>
                look.Piece($"{file.Path} ({Digits.Count(file.ByteCount)} bytes)")
            ),
        ];

    private static int Write(LabRequest request, LabRecording recording)
    {
        recording.End();
        var report = recording.Session.Report(request.Word, request.Sampling);
        var files = LabPage.Export(request.OutPath, recording, report);
        if (request.IsJson)
        {
            Console.Out.WriteLine(LabJson.Text(files));
        }
        else
        {
            request.Console.Write(Draw(request.Console.Look, files));
        }
        return report.Check.Passed ? ExitCode.Success : ExitCode.Failure;
    }
}
