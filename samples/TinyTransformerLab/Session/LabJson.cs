using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyTransformerLab;

/// <summary>Records as JSON: names in camelCase, enums as words, numbers in full; what is not finite (a score of −∞) is null.</summary>
public static class LabJson
{
    /// <summary>The one way in which records are written and read.</summary>
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
                new FiniteOrNull(),
            },
        };

    /// <summary>A record in one line.</summary>
    public static string Text<TRecord>(TRecord record) => JsonSerializer.Serialize(record, Options);

    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => reader.TokenType == JsonTokenType.Null ? double.NegativeInfinity : reader.GetDouble();

        public override void Write(
            Utf8JsonWriter writer,
            double value,
            JsonSerializerOptions options
        )
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
