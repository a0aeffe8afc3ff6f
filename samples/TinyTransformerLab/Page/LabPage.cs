using System.Text;

namespace TinyTransformerLab;

/// <summary>The page: as one file that needs nothing else, and live, as the server sends it.</summary>
public static class LabPage
{
    /// <summary>The content security policy of the live page.</summary>
    public static string LivePolicy => PageDocument.Live().Policy;

    /// <summary>The live page: it holds no data, and asks the server that sent it.</summary>
    public static string Live() => PageDocument.Live().Html;

    /// <summary>The page of a recorded run.</summary>
    public static string Recorded(LabRecording recording, LabReport report) =>
        PageDocument.Recorded(report, PageData.Json(recording, report)).Html;

    /// <summary>Writes the page of a recorded run, and beside it the script with the forward pass, to be opened and edited. Each is written to a
    /// temporary file first, so that no half of a page is ever seen.</summary>
    /// <param name="path">Of the page; its folder must exist.</param>
    /// <param name="recording">The run.</param>
    /// <param name="report">What the page shows without a script.</param>
    /// <returns>What was written, the page first.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<WrittenFile> Export(
        string path,
        LabRecording recording,
        LabReport report
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var page = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(page) ?? page;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"There is no folder {folder}. Create it, or choose another place for the page."
            );
        }
        var engine = Path.Combine(folder, Assets.EngineName);
        if (page == engine)
        {
            throw new ArgumentException(
                $"The page cannot be called {Assets.EngineName}: that is the script beside it.",
                nameof(path)
            );
        }
        return [Write(page, Recorded(recording, report)), Write(engine, Assets.Engine)];
    }

    private static WrittenFile Write(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        return new WrittenFile(path, bytes.Length);
    }
}
