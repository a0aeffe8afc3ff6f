using System.Text.Json;
using System.Text.Unicode;

namespace TinyAutograd;

/// <summary>Reads and checks the header of a file that nobody has vouched for. Whatever is wrong with it, one exception says so.</summary>
internal ref partial struct SafetensorsHeaderReader
{
    private readonly string source;
    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private Utf8JsonReader json;
    private bool hasMetadata;

    private SafetensorsHeaderReader(string source, ReadOnlySpan<byte> header)
    {
        this.source = source;
        json = new Utf8JsonReader(header);
    }

    /// <summary>The tensors in the order of their data, which fill <paramref name="dataLength"/> bytes without gap or overlap, and the metadata.</summary>
    /// <exception cref="InvalidDataException">Anything is wrong.</exception>
    public static (SafetensorsEntry[] Entries, Dictionary<string, string> Metadata) Read(
        string source,
        ReadOnlySpan<byte> header,
        long dataLength
    )
    {
        if (!Utf8.IsValid(header))
        {
            throw SafetensorsHeader.Error(
                source,
                null,
                $"the header is not UTF-8. {SafetensorsHeader.Damaged}"
            );
        }
        var reader = new SafetensorsHeaderReader(source, header);
        try
        {
            reader.ReadHeader();
        }
        catch (JsonException error)
        {
            throw SafetensorsHeader.Error(
                source,
                null,
                $"the header is not JSON (byte {error.BytePositionInLine} of line {error.LineNumber + 1}). {SafetensorsHeader.Damaged}",
                error
            );
        }
        return (
            SafetensorsLayout.InOrder(source, reader.entries.Values, dataLength),
            reader.metadata
        );
    }

    private void ReadHeader()
    {
        json.Read();
        Expect(JsonTokenType.StartObject, null, "the header");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(null);
            json.Read();
            if (name == SafetensorsHeader.MetadataKey)
            {
                ReadMetadata();
            }
            else if (!entries.TryAdd(name, ReadEntry(name)))
            {
                throw Error(name, "it occurs twice in the header. Names must be unique.");
            }
        }
        json.Read(); // anything but blanks after the object is not JSON
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, null, SafetensorsHeader.MetadataKey);
        if (hasMetadata)
        {
            throw Error(null, $"{SafetensorsHeader.MetadataKey} occurs twice in the header.");
        }
        hasMetadata = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(null);
            json.Read();
            Expect(JsonTokenType.String, null, $"metadata '{key}'");
            if (!metadata.TryAdd(key, Text(null)))
            {
                throw Error(null, $"metadata '{key}' occurs twice. Keys must be unique.");
            }
        }
    }

    private SafetensorsEntry ReadEntry(string name)
    {
        Expect(JsonTokenType.StartObject, name, "its description");
        SafetensorsType? type = null;
        Shape? shape = null;
        (long Begin, long End)? offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(name);
            var isRepeated = key switch
            {
                "dtype" => type is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => throw Error(
                    name,
                    $"'{key}' is no property of a tensor. {SafetensorsHeader.Damaged}"
                ),
            };
            if (isRepeated)
            {
                throw Error(name, $"{key} occurs twice. {SafetensorsHeader.Damaged}");
            }
            json.Read();
            switch (key)
            {
                case "dtype":
                    type = ReadType(name);
                    break;
                case "shape":
                    shape = ReadShape(name);
                    break;
                default:
                    offsets = ReadOffsets(name);
                    break;
            }
        }
        if (type is null || shape is null || offsets is null)
        {
            throw Error(
                name,
                $"dtype, shape or data_offsets is missing. {SafetensorsHeader.Damaged}"
            );
        }
        var entry = new SafetensorsEntry(
            name,
            type.Value,
            shape.Value,
            offsets.Value.Begin,
            offsets.Value.End
        );
        SafetensorsLayout.ThrowIfSizeDiffers(source, entry);
        return entry;
    }
}
