namespace TinyAutograd.Docs.Code;

/// <summary>A folder that exists while a snippet runs.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tinyautograd-docs-");

    /// <summary>The folder.</summary>
    public string Path => folder.FullName;

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
