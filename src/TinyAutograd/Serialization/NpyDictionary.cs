using System.Globalization;
using System.Text;

namespace TinyAutograd;

/// <summary>Reads <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c>: of Python's literals only what stands in such a header.</summary>
internal ref struct NpyDictionary(string label, ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int position;

    /// <exception cref="InvalidDataException">It is anything else, or a type or shape that is not supported.</exception>
    public NpyHeader Read()
    {
        (SafetensorsType Type, bool IsBigEndian)? type = null;
        bool? isFortranOrder = null;
        Shape? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            var key = ReadText("a key");
            Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = NpyTypes.Parse(label, ReadDescriptor());
                    break;
                case "fortran_order" when isFortranOrder is null:
                    isFortranOrder = ReadTruth();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                default:
                    throw Error(
                        "has a key other than 'descr', 'fortran_order' and 'shape', or one of them twice"
                    );
            }
            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }
        SkipBlanks();
        if (position < text.Length)
        {
            throw Error("goes on after the dictionary");
        }
        return type is { } found && isFortranOrder is { } order && shape is { } sizes
            ? new NpyHeader(found.Type, found.IsBigEndian, order, sizes)
            : throw Error("lacks 'descr', 'fortran_order' or 'shape'");
    }

    private string ReadDescriptor()
    {
        SkipBlanks();
        return position < text.Length && text[position] is (byte)'[' or (byte)'('
            ? throw new InvalidDataException(
                $"{label}: its elements are records (a structured type), which are not supported. Save each field as an array of its own."
            )
            : ReadText("'descr'");
    }

    private Shape ReadShape()
    {
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        var rank = 0;
        Expect('(');
        while (!Take(')'))
        {
            if (rank == sizes.Length)
            {
                throw Error(
                    $"has a shape of more than {Shape.MaxRank} axes; as many are supported"
                );
            }
            sizes[rank++] = ReadSize();
            if (!Take(','))
            {
                if (rank == 1)
                {
                    throw Error("has a shape that is no tuple: a comma must follow a single size");
                }
                Expect(')');
                break;
            }
        }
        try
        {
            return Shape.Of(sizes[..rank]);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{label}: {error.Message}", error);
        }
    }

    private int ReadSize()
    {
        var begin = position;
        while (position < text.Length && text[position] is >= (byte)'0' and <= (byte)'9')
        {
            position++;
        }
        var digits = text[begin..position];
        if (digits.Length > 1 && digits[0] == (byte)'0' || digits.IsEmpty)
        {
            throw Error("has a shape with something else than sizes from 0");
        }
        if (
            !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size > Shape.MaxElementCount
        )
        {
            throw Error($"has an axis that is longer than {Shape.MaxElementCount:N0}");
        }
        if (position < text.Length && text[position] == (byte)'L') // Python 2 wrote some integers so
        {
            position++;
        }
        return size;
    }

    private bool ReadTruth()
    {
        SkipBlanks();
        var rest = text[position..];
        var isTrue = rest.StartsWith("True"u8);
        if (!isTrue && !rest.StartsWith("False"u8))
        {
            throw Error("has a 'fortran_order' that is neither True nor False");
        }
        position += isTrue ? 4 : 5;
        return isTrue;
    }

    private string ReadText(string what)
    {
        var quote = position < text.Length ? text[position] : (byte)0;
        if (quote is not ((byte)'\'' or (byte)'"'))
        {
            throw Error($"has no text where {what} should be");
        }
        var length = text[(position + 1)..].IndexOf(quote);
        if (length < 0)
        {
            throw Error("has a text without an end");
        }
        var value = Encoding.Latin1.GetString(text.Slice(position + 1, length));
        position += length + 2;
        return value.All(c => c is >= ' ' and <= '~' and not '\\')
            ? value
            : throw Error("has a text of other than plain characters");
    }

    private bool Take(char sign)
    {
        SkipBlanks();
        if (position == text.Length || text[position] != sign)
        {
            return false;
        }
        position++;
        return true;
    }

    private void Expect(char sign)
    {
        if (!Take(sign))
        {
            throw Error($"lacks '{sign}' at byte {position}");
        }
    }

    private void SkipBlanks()
    {
        while (position < text.Length && text[position] is (byte)' ' or (byte)'\n' or (byte)'\t')
        {
            position++;
        }
    }

    private readonly InvalidDataException Error(string problem) =>
        new(
            $"{label}: the header {problem}. The file is damaged or of another kind: copy or write it again."
        );
}
