using System.Globalization;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>Reads one character of UTF-8 and tells its kind, by the Unicode version of the .NET runtime.</summary>
internal static class SymbolReader
{
    private static readonly SymbolKind[] Ascii =
    [
        .. Enumerable.Range(0, 128).Select(value => KindOf(new Rune(value))),
    ];

    /// <summary>The kind of the first character.</summary>
    /// <param name="bytes">At least one byte.</param>
    /// <param name="length">Bytes of the character, at least 1; what is not UTF-8 counts as a symbol of its own.</param>
    public static SymbolKind Read(ReadOnlySpan<byte> bytes, out int length)
    {
        if (bytes[0] < Ascii.Length)
        {
            length = 1;
            return Ascii[bytes[0]];
        }
        // invalid bytes give U+FFFD, of kind Other
        Rune.DecodeFromUtf8(bytes, out var rune, out length);
        return KindOf(rune);
    }

    private static SymbolKind KindOf(Rune rune) =>
        Rune.IsWhiteSpace(rune)
            ? SymbolKind.Space
            : Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter => SymbolKind.Letter,
                UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber => SymbolKind.Number,
                _ => SymbolKind.Other,
            };
}
