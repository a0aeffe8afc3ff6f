using System.IO.MemoryMappedFiles;

namespace TinyAutograd;

/// <summary>A safetensors file that is mapped into memory: its header has been read and checked, and each array is read when it is asked for.</summary>
/// <remarks>For files that are larger than what is wanted of them. The file must not be cut while it is mapped: the operating system ends a
/// process that reads where there is no file any more. Where a file may change under the reader, use
/// <see cref="Safetensors.Load(string)"/>.</remarks>
public sealed class MappedSafetensors : IDisposable
{
    private readonly MemoryMappedViewAccessor view;

    internal MappedSafetensors(MemoryMappedViewAccessor view, SafetensorsFile file)
    {
        this.view = view;
        File = file;
    }

    /// <summary>The contents. What has been read from them stays; what has not cannot be read after <see cref="Dispose"/>.</summary>
    public SafetensorsFile File { get; }

    /// <summary>Ends the mapping.</summary>
    public void Dispose() => view.Dispose();
}
