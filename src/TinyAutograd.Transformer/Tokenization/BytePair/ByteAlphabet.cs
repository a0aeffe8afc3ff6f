namespace TinyAutograd.Transformer;

/// <summary>How vocabulary files spell bytes: one visible character for each of the 256, so that a token is a word without blanks.</summary>
/// <remarks>Bytes that are visible in Latin-1 are spelled as themselves; the other 68, in ascending order, as U+0100, U+0101, … (so a
/// space is "Ġ", a line feed "Ċ"). Source: Radford et al. 2019, <c>bytes_to_unicode</c> in the code of GPT-2.</remarks>
internal static class ByteAlphabet
{
    private const int FirstSubstitute = 0x100;

    private static readonly char[] Symbols = new char[256];
    private static readonly short[] Values;

    static ByteAlphabet()
    {
        var substitute = FirstSubstitute;
        for (var value = 0; value < Symbols.Length; value++)
        {
            Symbols[value] = (char)(IsVisible(value) ? value : substitute++);
        }
        Values = new short[substitute];
        Values.AsSpan().Fill(-1);
        for (var value = 0; value < Symbols.Length; value++)
        {
            Values[Symbols[value]] = (short)value;
        }
        InOrder = [.. Symbols.Order().Select(symbol => (byte)Values[symbol])];
    }

    /// <summary>The bytes in the order of their symbols: token i of GPT-2 is byte i of this list.</summary>
    public static IReadOnlyList<byte> InOrder { get; }

    /// <summary>The symbol of a byte.</summary>
    public static char Symbol(byte value) => Symbols[value];

    /// <summary>The spelling of these bytes.</summary>
    public static string Spell(ReadOnlySpan<byte> bytes) =>
        string.Create(
            bytes.Length,
            bytes,
            static (spelled, bytes) =>
            {
                for (var i = 0; i < spelled.Length; i++)
                {
                    spelled[i] = Symbols[bytes[i]];
                }
            }
        );

    /// <summary>Whether a text spells bytes, at least one.</summary>
    public static bool CanRead(ReadOnlySpan<char> spelled)
    {
        foreach (var symbol in spelled)
        {
            if (symbol >= Values.Length || Values[symbol] < 0)
            {
                return false;
            }
        }
        return !spelled.IsEmpty;
    }

    /// <summary>The bytes that are spelled so.</summary>
    public static byte[] Read(ReadOnlySpan<char> spelled)
    {
        var bytes = new byte[spelled.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Values[spelled[i]];
        }
        return bytes;
    }

    private static bool IsVisible(int value) =>
        value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
