namespace TinyAutograd.Tests.Hardening;

/// <summary>A folder that is gone, with all in it, when it is disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
