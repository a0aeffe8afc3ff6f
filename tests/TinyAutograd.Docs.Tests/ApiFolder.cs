namespace TinyAutograd.Docs.Tests;

/// <summary>A folder that exists while a test runs.</summary>
internal sealed class ApiFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tinyautograd-api-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
