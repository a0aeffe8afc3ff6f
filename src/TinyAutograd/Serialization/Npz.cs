using System.IO.Compression;

namespace TinyAutograd;

/// <summary>Reads and writes NumPy's <c>.npz</c> format: named arrays in a zip archive, each a <c>.npy</c> file.</summary>
/// <remarks>An archive is hostile until checked: what it may unpack to is bounded before and while it is unpacked, and each checksum is compared.
/// The order of the names is that of the archive. For the arrays see <see cref="Npy"/>.</remarks>
public static class Npz
{
    /// <summary>What an archive may unpack to unless more is allowed: 1 GiB.</summary>
    public const long MostBytes = 1L << 30;

    private const string Extension = ".npy";

    // The zip format begins here; the time of writing would make equal contents unequal files.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">How many bytes its arrays may have together when unpacked: a few kilobytes can unpack to gigabytes.</param>
    /// <returns>The arrays by name, without <c>.npy</c>.</returns>
    /// <exception cref="InvalidDataException">It is not a sound .npz file, unpacks to more than is allowed, or holds something that is not
    /// supported.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed, or the limit negative.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Load(
        string path,
        long mostBytes = MostBytes
    )
    {
        using var stream = File.OpenRead(path);
        return Read($"Npz: '{path}'", stream, mostBytes);
    }

    /// <summary>Reads a stream that can seek.</summary>
    /// <param name="stream">Readable; not closed.</param>
    /// <param name="mostBytes">How many bytes its arrays may have together when unpacked.</param>
    /// <returns>The arrays by name, without <c>.npy</c>.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek or be read, or the limit is negative.</exception>
    /// <exception cref="InvalidDataException">It is not a sound .npz file, unpacks to more than is allowed, or holds something that is not
    /// supported.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Load(
        Stream stream,
        long mostBytes = MostBytes
    )
    {
        StreamAccess.ThrowIfNotReadable(stream);
        return stream.CanSeek
            ? Read("Npz: the stream", stream, mostBytes)
            : throw new ArgumentException(
                "Npz: an archive is read from its end; the stream cannot seek. Copy it into a MemoryStream or a file.",
                nameof(stream)
            );
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="arrays">The arrays by name. Equal arrays in equal order give equal bytes.</param>
    /// <param name="isCompressed">Whether they are deflated, as by NumPy's <c>savez_compressed</c>.</param>
    /// <exception cref="ArgumentException">A name is empty, or occurs twice; the path is empty or malformed.</exception>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    public static void Save(
        string path,
        IEnumerable<KeyValuePair<string, NpyArray>> arrays,
        bool isCompressed = false
    ) => WholeFile.Write(path, stream => Save(stream, arrays, isCompressed));

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Writable; not closed.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="isCompressed">Whether they are deflated.</param>
    /// <exception cref="ArgumentException">A name is empty, or occurs twice; the stream cannot be written.</exception>
    public static void Save(
        Stream stream,
        IEnumerable<KeyValuePair<string, NpyArray>> arrays,
        bool isCompressed = false
    )
    {
        StreamAccess.ThrowIfNotWritable(stream);
        ArgumentNullException.ThrowIfNull(arrays);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, array) in arrays)
        {
            ArgumentNullException.ThrowIfNull(array, nameof(arrays));
            if (string.IsNullOrEmpty(name) || !names.Add(name))
            {
                throw new ArgumentException(
                    $"Npz: the name '{name}' is empty or occurs twice; names must differ.",
                    nameof(arrays)
                );
            }
            var member = archive.CreateEntry(
                name + Extension,
                isCompressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression
            );
            member.LastWriteTime = Epoch;
            using var contents = member.Open();
            Npy.Save(contents, array);
        }
    }

    private static Dictionary<string, NpyArray> Read(string label, Stream stream, long mostBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostBytes);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
            foreach (var member in archive.Entries)
            {
                var array = Read($"{label}, member '{Shown(member.FullName)}'", member, mostBytes);
                mostBytes -= array.Elements.ByteCount;
                if (!arrays.TryAdd(member.FullName[..^Extension.Length], array))
                {
                    throw new InvalidDataException(
                        $"{label}: member '{Shown(member.FullName)}' occurs twice. Names must be unique."
                    );
                }
            }
            return arrays;
        }
        // what the zip reader says does not name the file
        catch (Exception error)
            when (error
                    is InvalidDataException
                        or EndOfStreamException
                        or ArgumentException
                        or NotSupportedException
                        or OverflowException
                && !error.Message.StartsWith(label, StringComparison.Ordinal)
            )
        {
            throw new InvalidDataException(
                $"{label}: it is no sound zip archive: {error.Message} The file is damaged, cut off or of another kind: copy or write it again.",
                error
            );
        }
    }

    private static NpyArray Read(string label, ZipArchiveEntry member, long mostBytes)
    {
        if (
            member.FullName.Length <= Extension.Length
            || !member.FullName.EndsWith(Extension, StringComparison.Ordinal)
        )
        {
            throw new InvalidDataException(
                $"{label}: it is no {Extension} file; an .npz archive holds nothing else. Remove it."
            );
        }
        if (member.IsEncrypted)
        {
            throw new InvalidDataException($"{label}: it is encrypted. Unpack it first.");
        }
        // What is announced is refused at once; what is not announced is not read either.
        if (member.Length - NpyHeader.MostLength > mostBytes)
        {
            throw new InvalidDataException(
                $"{label}: it unpacks to {member.Length:N0} bytes; at most {mostBytes:N0} are left of what is allowed. If the file can be trusted, allow more."
            );
        }
        using var contents = member.Open();
        using var checkedContents = new ChecksumStream(contents);
        var array = Npy.Read(label, checkedContents, mostBytes);
        return checkedContents.Checksum == member.Crc32
            ? array
            : throw new InvalidDataException(
                $"{label}: its checksum is not that of its contents. The file is damaged: copy or write it again."
            );
    }

    private static string Shown(string name)
    {
        const int Most = 40;
        return name.Length > Most ? $"{name[..Most]}…" : name;
    }
}
