using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace TinyAutograd.Transformer;

/// <summary>Reading files that nobody has vouched for, and writing files whole or not at all.</summary>
internal static class TokenizerFile
{
    /// <summary>The largest file in bytes; the largest vocabularies in use take half of it.</summary>
    public const int LongestLength = 1 << 26;

    /// <summary>How messages about files begin, unless another reader is named.</summary>
    public const string Reader = "Tokenizer";

    private const int ShownLength = 40;

    /// <summary>The one error of a file that is not what it should be.</summary>
    public static InvalidDataException Error(
        string source,
        string problem,
        Exception? inner = null,
        string reader = Reader
    ) => new($"{reader}: {source}: {problem}", inner);

    /// <summary>How a file is named in messages.</summary>
    public static string Source(string path) => $"'{path}'";

    /// <summary>A text of a file as messages show it: cut where it is long.</summary>
    public static string Shown(string text) =>
        text.Length <= ShownLength ? text : $"{text[..ShownLength]}…";

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(
        string path,
        [CallerArgumentExpression(nameof(path))] string? name = null
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path, name);
        using var stream = File.OpenRead(path);
        if (stream.Length > LongestLength)
        {
            throw Error(
                Source(path),
                $"it has {stream.Length:N0} bytes; at most {LongestLength:N0} are read. Is it a vocabulary?"
            );
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>UTF-8 without the mark that some editors put in front.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8.</exception>
    public static ReadOnlySpan<byte> Utf8Of(
        string source,
        ReadOnlySpan<byte> bytes,
        string reader = Reader
    ) =>
        Utf8.IsValid(bytes)
            ? bytes[
                (bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0)..
            ]
            : throw Error(
                source,
                "it is not UTF-8. It is damaged, or no text file.",
                reader: reader
            );

    /// <summary>Writes files, each whole or not at all: all are written beside their places, then take their names one after the other.</summary>
    public static void Write(params IReadOnlyList<(string Path, byte[] Contents)> files) =>
        WholeFiles.Write([
            .. files.Select(file =>
                (file.Path, (Action<Stream>)(stream => stream.Write(file.Contents)))
            ),
        ]);
}
