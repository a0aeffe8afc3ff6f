namespace TinyTransformerLab.Tests.Page;

/// <summary>Writing the page and the script beside it.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("page").FullName;

    private static RecordedPage Page => RecordedPage.OfMarkup;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Two_files_are_written_and_nothing_else_is_left()
    {
        var path = Path.Combine(folder, "lab.html");
        File.WriteAllText(path, "old");
        var written = LabPage.Export(path, Page.Recording, Page.Report);
        Assert.Equal(
            [path, Path.Combine(folder, "tiny-gpt.js")],
            written.Select(file => file.Path)
        );
        Assert.All(written, file => Assert.Equal(new FileInfo(file.Path).Length, file.ByteCount));
        Assert.Equal(Page.Html, File.ReadAllText(path));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void The_script_beside_the_page_is_the_one_within_it()
    {
        var written = LabPage.Export(Path.Combine(folder, "x.html"), Page.Recording, Page.Report);
        Assert.Contains(
            File.ReadAllText(written[1].Path),
            Page.Script.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_same_run_is_written_with_the_same_bytes() =>
        Assert.Equal(Page.Html, LabPage.Recorded(Page.Recording, Page.Report));

    [Fact]
    public void A_missing_folder_is_named()
    {
        var path = Path.Combine(folder, "missing", "lab.html");
        var error = Assert.Throws<DirectoryNotFoundException>(() =>
            LabPage.Export(path, Page.Recording, Page.Report)
        );
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_cannot_be_written_leaves_nothing_behind()
    {
        var path = Path.Combine(folder, "taken");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => LabPage.Export(path, Page.Recording, Page.Report));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void The_page_may_not_take_the_name_of_the_script() =>
        Assert.Throws<ArgumentException>(() =>
            LabPage.Export(Path.Combine(folder, "tiny-gpt.js"), Page.Recording, Page.Report)
        );
}
