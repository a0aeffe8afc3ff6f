using System.IO.MemoryMappedFiles;

namespace TinyAutograd;

/// <content>Mapping a file into memory.</content>
public static partial class Safetensors
{
    /// <summary>Reads and checks the header of a file, and maps the file into memory: an array is read when it is asked for, and only then.</summary>
    /// <param name="path">The file; it must not be cut while it is mapped.</param>
    /// <returns>Its contents; dispose them when all that is wanted has been read.</returns>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file, or holds a type or rank that is not supported. Truth values
    /// are checked when they are read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static MappedSafetensors Map(string path)
    {
        var source = $"'{path}'";
        using var stream = File.OpenRead(path);
        var length = stream.Length;
        var prefix = Read(stream, source, (int)Math.Min(length, SafetensorsHeader.PrefixLength));
        var header = Read(stream, source, HeaderLength(source, prefix, length));
        var dataBegin = SafetensorsHeader.PrefixLength + header.Length;
        // all is checked before anything is mapped
        var (entries, metadata) = SafetensorsHeaderReader.Read(source, header, length - dataBegin);
        using var mapping = MemoryMappedFile.CreateFromFile(
            stream,
            mapName: null,
            capacity: 0, // the length of the file
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: true
        );
        // the view keeps what it shows when the mapping and the file are closed
        var view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        var tensors = entries.Select(entry => new SafetensorsTensor(
            entry.Name,
            entry.Type,
            entry.Shape,
            ReadOnlyMemory<byte>.Empty,
            source,
            new MappedRange(view, dataBegin + entry.Begin, (int)entry.Length)
        ));
        return new MappedSafetensors(view, new SafetensorsFile(tensors, metadata, source));
    }
}
