using System.CommandLine;
using TinyTransformerLab;
using TinyTransformerLab.Browser.Tests;

namespace TinyAutograd.Benchmarks;

/// <summary><c>lab</c>: the lab's page in a browser: loading, redrawing, and what watching costs the training.</summary>
internal static class LabCommand
{
    private const int RecordedSteps = 500;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var browser = new Option<string?>("--browser")
        {
            Description = "The Chromium to use; the one on PATH unless told.",
        };
        return MeasuringCommand.Create(
            "lab",
            "The lab's page in a browser: loading, redrawing the attention maps, training with and without watching pages.",
            output,
            (m, parsed) => Measure(m, BrowserAt(parsed.GetValue(browser))).GetAwaiter().GetResult(),
            browser
        );
    }

    private static string BrowserAt(string? path)
    {
        if (path is not null && !File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no browser {path}. Name the file of a Chromium, or leave --browser out to use the one on PATH."
            );
        }
        return path ?? Chromium.Path ?? throw new FileNotFoundException(Chromium.Missing);
    }

    private static async Task<int> Measure(Measurement m, string path)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(Chromium.Launch(path));
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var page = Export(Path.Combine(folder.FullName, "lab.html"));
            await PageTimes.Load(m, browser, page);
            await PageTimes.Redraw(m, browser, page);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        await ServedTraining.Measure(m, browser);
        return 0;
    }

    private static WrittenFile Export(string path)
    {
        var session = new LabSession(
            new LabConfig { Training = new TrainingOptions { Steps = RecordedSteps } }
        );
        var recording = new LabRecording(session);
        while (session.State.Step < RecordedSteps)
        {
            session.Step();
            recording.Observe();
        }
        recording.End();
        return LabPage.Export(path, recording, session.Report())[0];
    }
}
