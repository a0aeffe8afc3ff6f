using System.Text.Json;

namespace TinyAutograd.Transformer;

/// <summary>Reads JSON that nobody has vouched for, value by value. Whatever is wrong with it, one exception says so.</summary>
internal ref struct CheckedJson
{
    private readonly string source;
    private readonly string reader;
    private Utf8JsonReader json;

    /// <param name="source">The file, as messages name it.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="reader">Who reads it: how messages begin.</param>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8 or hold no value.</exception>
    public CheckedJson(
        string source,
        ReadOnlySpan<byte> bytes,
        string reader = TokenizerFile.Reader
    )
    {
        this.source = source;
        this.reader = reader;
        json = new Utf8JsonReader(TokenizerFile.Utf8Of(source, bytes, reader));
        Read();
    }

    /// <summary>What stands at the present place.</summary>
    public readonly JsonTokenType Kind => json.TokenType;

    /// <summary>Goes into an object; its properties follow.</summary>
    public readonly void BeginObject(string what) => Expect(JsonTokenType.StartObject, what);

    /// <summary>Goes into an array; its elements follow.</summary>
    public readonly void BeginArray(string what) => Expect(JsonTokenType.StartArray, what);

    /// <summary>Goes to the value of the next property, unless the object ends here.</summary>
    public bool NextProperty(out string name)
    {
        Read();
        name = Kind == JsonTokenType.PropertyName ? Unescaped("a name") : "";
        if (Kind == JsonTokenType.EndObject)
        {
            return false;
        }
        Read();
        return true;
    }

    /// <summary>Goes to the next element, unless the array ends here.</summary>
    public bool NextElement()
    {
        Read();
        return Kind != JsonTokenType.EndArray;
    }

    /// <summary>Passes over the value here.</summary>
    public void Skip()
    {
        try
        {
            json.Skip();
        }
        catch (JsonException error)
        {
            throw NoJson(error);
        }
    }

    /// <summary>The text here.</summary>
    public readonly string Text(string what)
    {
        Expect(JsonTokenType.String, what);
        return Unescaped(what);
    }

    /// <summary>The integer here.</summary>
    public readonly int Integer(string what)
    {
        Expect(JsonTokenType.Number, what);
        return json.TryGetInt32(out var value)
            ? value
            : throw Error($"{what} must be an integer of 32 bits.");
    }

    /// <summary>The number here, finite.</summary>
    public readonly double Number(string what)
    {
        Expect(JsonTokenType.Number, what);
        return json.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Error($"{what} must be a number of 64 bits.");
    }

    /// <summary>The truth value here.</summary>
    public readonly bool Truth(string what) =>
        Kind is JsonTokenType.True or JsonTokenType.False
            ? Kind == JsonTokenType.True
            : throw Unexpected("true or false", what);

    /// <summary>Whether the value here says that something is off: null, false, zero or the empty text.</summary>
    public readonly bool IsOff() =>
        Kind switch
        {
            JsonTokenType.Null or JsonTokenType.False => true,
            JsonTokenType.String => json.ValueSpan.IsEmpty,
            JsonTokenType.Number => json.TryGetDouble(out var value) && value == 0,
            _ => false,
        };

    /// <summary>Makes sure that nothing but blanks follows.</summary>
    public void End() => Read();

    /// <summary>An error of this file.</summary>
    public readonly InvalidDataException Error(string problem) =>
        TokenizerFile.Error(source, problem, reader: reader);

    private void Read()
    {
        try
        {
            json.Read();
        }
        catch (JsonException error)
        {
            throw NoJson(error);
        }
    }

    // Escapes may spell half of a surrogate pair, which is found only now.
    private readonly string Unescaped(string what)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw TokenizerFile.Error(source, $"{what} is not well-formed Unicode.", error, reader);
        }
    }

    private readonly void Expect(JsonTokenType kind, string what)
    {
        if (Kind != kind)
        {
            throw Unexpected(Noun(kind), what);
        }
    }

    private readonly InvalidDataException Unexpected(string wanted, string what) =>
        Error($"{what} must be {wanted}, not {Noun(Kind)}.");

    private readonly InvalidDataException NoJson(JsonException error) =>
        TokenizerFile.Error(
            source,
            $"it is not JSON (byte {error.BytePositionInLine} of line {error.LineNumber + 1}). It is damaged, cut off, or another kind of file.",
            error,
            reader
        );

    private static string Noun(JsonTokenType kind) =>
        kind switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a truth value",
            JsonTokenType.Null => "null",
            _ => "nothing",
        };
}
