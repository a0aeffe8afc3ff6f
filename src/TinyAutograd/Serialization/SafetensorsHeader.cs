using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TinyAutograd;

/// <summary>The JSON at the start of a safetensors file: how it is written, and what its names may be.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The largest header in bytes, as in the format's reference implementation.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>Bytes before the header: its length, little-endian.</summary>
    public const int PrefixLength = 8;

    /// <summary>The key under which texts stand beside the tensors.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The remedy where a file was never sound.</summary>
    public const string Damaged =
        "The file is damaged or not a safetensors file: copy or write it again.";

    /// <summary>The header of these contents, padded with spaces so that the data begin at a multiple of 8.</summary>
    /// <exception cref="ArgumentException">It would be larger than <see cref="MaxLength"/>.</exception>
    public static byte[] Write(SafetensorsFile file)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        json.WriteStartObject();
        if (file.Metadata.Count > 0)
        {
            json.WriteStartObject(MetadataKey);
            foreach (var (key, text) in file.Metadata)
            {
                json.WriteString(key, text);
            }
            json.WriteEndObject();
        }
        long begin = 0;
        foreach (var tensor in file.Tensors)
        {
            Write(json, tensor, begin);
            begin += tensor.ByteCount;
        }
        json.WriteEndObject();
        json.Flush();
        var length = (buffer.WrittenCount + 7) / 8 * 8;
        ThrowIfTooLong(length);
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    /// <summary>The name itself, if it can stand in a file.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == MetadataKey)
        {
            throw new ArgumentException(
                $"Safetensors: '{MetadataKey}' is the name of the metadata; give the tensor another.",
                nameof(name)
            );
        }
        ThrowIfMalformed(name, "tensor name");
        return name;
    }

    /// <summary>Refuses text with half of a surrogate pair, which UTF-8 cannot hold.</summary>
    /// <exception cref="ArgumentException">It holds one.</exception>
    public static void ThrowIfMalformed(string text, string role)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                throw new ArgumentException(
                    $"Safetensors: the {role} has half of a surrogate pair at position {i}; UTF-8 cannot hold it."
                );
            }
        }
    }

    /// <summary>Refuses a header that could be written but not read back.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxLength"/>.</exception>
    public static void ThrowIfTooLong(int length)
    {
        if (length > MaxLength)
        {
            throw new ArgumentException(
                $"Safetensors: the header would have {length:N0} bytes; at most {MaxLength:N0} can be read back. Write fewer tensors or less metadata."
            );
        }
    }

    /// <summary>What is thrown about a file: where, what, and what to do.</summary>
    public static InvalidDataException Error(
        string source,
        string? tensor,
        string problem,
        Exception? inner = null
    ) => new($"{Label(source, tensor)}: {problem}", inner);

    /// <summary>A file or a tensor of it, as messages name it.</summary>
    public static string Label(string source, string? tensor) =>
        tensor is null ? $"Safetensors: {source}" : $"Safetensors: {source}, tensor '{tensor}'";

    private static void Write(Utf8JsonWriter json, SafetensorsTensor tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.Code());
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
