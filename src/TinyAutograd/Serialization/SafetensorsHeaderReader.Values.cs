using System.Text.Json;

namespace TinyAutograd;

/// <content>The values in a header, each checked where it is read.</content>
internal ref partial struct SafetensorsHeaderReader
{
    private SafetensorsType ReadType(string name)
    {
        Expect(JsonTokenType.String, name, "dtype");
        var code = Text(name);
        return SafetensorsTypes.Parse(code)
            ?? throw Error(
                name,
                $"dtype '{code}' is not supported; {SafetensorsTypes.Supported} are. Convert it before writing the file."
            );
    }

    private Shape ReadShape(string name)
    {
        Span<long> numbers = stackalloc long[Shape.MaxRank];
        var rank = ReadNumbers(name, "shape", numbers);
        Span<int> sizes = stackalloc int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            sizes[axis] =
                numbers[axis] <= Shape.MaxElementCount
                    ? (int)numbers[axis]
                    : throw Error(
                        name,
                        $"axis {axis} of its shape has size {numbers[axis]}, which no array holds. {SafetensorsHeader.Damaged}"
                    );
        }
        try
        {
            return Shape.Of(sizes);
        }
        catch (ArgumentException error)
        {
            throw SafetensorsHeader.Error(
                source,
                name,
                $"{error.Message} {SafetensorsHeader.Damaged}",
                error
            );
        }
    }

    private (long Begin, long End) ReadOffsets(string name)
    {
        Span<long> numbers = stackalloc long[2];
        if (ReadNumbers(name, "data_offsets", numbers) != 2 || numbers[0] > numbers[1])
        {
            throw Error(
                name,
                $"data_offsets must be a begin and an end that is not before it. {SafetensorsHeader.Damaged}"
            );
        }
        return (numbers[0], numbers[1]);
    }

    // An array of integers that are not negative, at most as many as there is room.
    private int ReadNumbers(string name, string role, scoped Span<long> numbers)
    {
        Expect(JsonTokenType.StartArray, name, role);
        var count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == numbers.Length)
            {
                throw Error(
                    name,
                    $"{role} has more than {numbers.Length} numbers. {SafetensorsHeader.Damaged}"
                );
            }
            if (
                json.TokenType != JsonTokenType.Number
                || !json.TryGetInt64(out numbers[count])
                || numbers[count] < 0
            )
            {
                throw Error(
                    name,
                    $"{role} must hold integers from 0 to 2⁶³ − 1. {SafetensorsHeader.Damaged}"
                );
            }
            count++;
        }
        return count;
    }

    private readonly void Expect(JsonTokenType type, string? name, string role)
    {
        if (json.TokenType != type)
        {
            throw Error(
                name,
                $"{role} must be {Noun(type)}, not {Noun(json.TokenType)}. {SafetensorsHeader.Damaged}"
            );
        }
    }

    // Escapes may spell half of a surrogate pair, which is found only now.
    private readonly string Text(string? name)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw SafetensorsHeader.Error(
                source,
                name,
                $"a text in the header is not well-formed Unicode. {SafetensorsHeader.Damaged}",
                error
            );
        }
    }

    private readonly InvalidDataException Error(string? name, string problem) =>
        SafetensorsHeader.Error(source, name, problem);

    private static string Noun(JsonTokenType type) =>
        type switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a truth value",
            _ => "null",
        };
}
