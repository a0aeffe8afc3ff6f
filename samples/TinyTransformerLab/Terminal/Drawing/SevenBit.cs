using System.Text;

namespace TinyTransformerLab;

/// <summary>Text in 7-bit characters, for <c>--ascii</c>. It may get longer, so it comes before any measuring.</summary>
internal static class SevenBit
{
    private static readonly Dictionary<char, string> Substitutes = new()
    {
        ['·'] = ".",
        ['−'] = "-",
        ['–'] = "-",
        ['—'] = "-",
        ['×'] = "x",
        ['∞'] = "inf",
        ['√'] = "sqrt ",
        ['→'] = "->",
        ['←'] = "<-",
        ['≤'] = "<=",
        ['≥'] = ">=",
        ['≈'] = "~",
        ['✓'] = "ok",
        ['✗'] = "WRONG:",
        ['…'] = "...",
        ['’'] = "'",
        ['“'] = "\"",
        ['”'] = "\"",
        ['₁'] = "1",
        ['₂'] = "2",
        ['²'] = "^2",
        ['ᵀ'] = "^T",
        ['∂'] = "d",
        ['‖'] = "||",
        ['Σ'] = "sum ",
        ['µ'] = "u",
        ['╱'] = "/",
        ['─'] = "-",
        ['━'] = "=",
        ['┃'] = "|",
        ['╌'] = "-",
        ['│'] = "|",
        ['┤'] = "|",
        ['├'] = "|",
        ['┼'] = "+",
        ['┬'] = "+",
        ['┴'] = "+",
        ['┌'] = "+",
        ['┐'] = "+",
        ['└'] = "+",
        ['┘'] = "+",
        ['╭'] = "+",
        ['╮'] = "+",
        ['╰'] = "+",
        ['╯'] = "+",
        ['█'] = "#",
        ['░'] = ".",
        ['◆'] = "O",
        ['⊕'] = "+",
        ['▲'] = "^",
        ['▼'] = "v",
        ['◀'] = "<",
        ['▶'] = ">",
    };

    /// <summary>The text with substitutes; what has none is written as its code: <c>\u00E4</c>.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }
        var written = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            written.Append(
                rune.IsAscii ? rune.ToString()
                : rune.IsBmp && Substitutes.TryGetValue((char)rune.Value, out var substitute)
                    ? substitute
                : $"\\u{rune.Value:X4}"
            );
        }
        return written.ToString();
    }
}
