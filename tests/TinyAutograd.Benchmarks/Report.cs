using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TinyAutograd.Benchmarks;

/// <summary>Prints results, one a line: for programs as a JSON object, for people as words and rounded numbers.</summary>
/// <param name="output">Where to.</param>
/// <param name="isJson">Whether for programs.</param>
internal sealed class Report(TextWriter output, bool isJson)
{
    /// <summary>Prints one result.</summary>
    /// <param name="type">What was measured.</param>
    /// <param name="fields">Names, in camel case with the unit last, and values: text, numbers, or lists of numbers.</param>
    public void Line(string type, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        output.WriteLine(isJson ? Json(type, fields) : Text(type, fields));
        output.Flush();
    }

    private static string Json(string type, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            foreach (var (name, value) in fields)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value);
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Text(string type, ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var line = new StringBuilder(type);
        foreach (var (name, value) in fields)
        {
            line.Append(CultureInfo.InvariantCulture, $"  {name} {Word(value)}");
        }
        return line.ToString();
    }

    private static string Word(object? value) =>
        value switch
        {
            null => "–",
            double number => number.ToString(
                Math.Abs(number) >= 1000 ? "F0" : "G4",
                CultureInfo.InvariantCulture
            ),
            IEnumerable<double> numbers => $"[{string.Join(", ", numbers.Select(n => Word(n)))}]",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
