namespace TinyAutograd;

/// <summary>A folder that is gone, with all in it, when it is disposed. Linked into the test projects that need one for a single test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tinyautograd-").FullName;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
