using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>The scanner cuts where GPT-2's regular expression cuts, in linear time.</summary>
public partial class PreTokenizerTests
{
    [Theory]
    [InlineData("Hello world", "Hello| world")]
    [InlineData("Hello  world", "Hello| | world")]
    [InlineData("a   b", "a|  | b")]
    [InlineData("a \n b", "a| \n| b")]
    [InlineData("a\n\nb", "a|\n|\n|b")]
    [InlineData("a\nb", "a|\n|b")]
    [InlineData("a   ", "a|   ")]
    [InlineData("   ", "   ")]
    [InlineData(" ", " ")]
    [InlineData("a\u00a0b", "a|\u00a0|b")]
    [InlineData("a \u00a0b", "a| |\u00a0|b")]
    [InlineData("a\u00a0 b", "a|\u00a0| b")]
    [InlineData("it's", "it|'s")]
    [InlineData("IT'S", "IT|'|S")]
    [InlineData(" 's", " '|s")]
    [InlineData("!'s", "!'|s")]
    [InlineData("we'll've'd", "we|'ll|'ve|'d")]
    [InlineData("'sun", "'s|un")]
    [InlineData("abc123!? x9", "abc|123|!?| x|9")]
    [InlineData(" 𝐀𝟎😀", " 𝐀|𝟎|😀")]
    [InlineData("e\u0301a", "e|\u0301|a")]
    [InlineData("a\0b", "a|\0|b")]
    [InlineData("\u0085\u0085x", "\u0085|\u0085|x")]
    [InlineData("a\ufeffb", "a|\ufeff|b")]
    [InlineData("", "")]
    public void A_text_is_cut_so(string text, string pieces) =>
        Assert.Equal(pieces, string.Join('|', Pieces(Encoding.UTF8.GetBytes(text)).Pieces));

    [Fact]
    public void It_cuts_where_the_regular_expression_cuts() =>
        Texts.Hold(
            Texts.OfScalars,
            text =>
            {
                var pieces = Pieces(Encoding.UTF8.GetBytes(text)).Pieces;
                Assert.Equal(text, string.Concat(pieces));
                Assert.Equal(
                    Expression().Matches(Mapped(text)).Select(match => match.Length),
                    pieces.Select(piece => piece.EnumerateRunes().Count())
                );
            },
            count: 1000
        );

    [Fact]
    public void Bytes_that_are_not_utf8_are_symbols()
    {
        byte[] bytes = [(byte)'a', 0xff, 0xe6, 0x97, (byte)' ', 0x80, (byte)'.', (byte)'b'];
        var scanner = new PreTokenizer(bytes);
        var pieces = new List<byte[]>();
        foreach (var piece in scanner)
        {
            pieces.Add(piece.ToArray());
        }
        Assert.Equal(
            [
                [(byte)'a'],
                [0xff, 0xe6, 0x97],
                [(byte)' ', 0x80, (byte)'.'],
                [(byte)'b'],
            ],
            pieces
        );
        Texts.Hold(
            Texts.Bytes,
            data =>
            {
                var all = new List<byte>();
                foreach (var piece in new PreTokenizer(data))
                {
                    Assert.False(piece.IsEmpty);
                    all.AddRange(piece);
                }
                Assert.Equal(data, all);
            }
        );
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData(" \n")]
    [InlineData("  a")]
    [InlineData("a")]
    [InlineData(" a")]
    [InlineData("'")]
    [InlineData("'s")]
    [InlineData("'l")]
    [InlineData("1.a \u3000")]
    [InlineData("\u3000\u00a0")]
    [InlineData("😀")]
    [InlineData("a\u0301")]
    public void A_character_is_read_at_most_three_times_whatever_the_text(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 100_000));
        var (pieces, readCount) = Pieces(Encoding.UTF8.GetBytes(text + "x"));
        Assert.Equal(text + "x", string.Concat(pieces));
        Assert.InRange(readCount, 1, 3L * (text.EnumerateRunes().Count() + 1));
    }

    private static (List<string> Pieces, long ReadCount) Pieces(byte[] bytes)
    {
        var scanner = new PreTokenizer(bytes);
        var pieces = new List<string>();
        while (scanner.MoveNext())
        {
            pieces.Add(Encoding.UTF8.GetString(scanner.Current));
        }
        return (pieces, scanner.ReadCount);
    }

    // .NET's expressions see halves of surrogate pairs: each character is replaced by one of its kind that they see whole.
    private static string Mapped(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Select(rune =>
                    rune.IsAscii ? (char)rune.Value
                    : Rune.IsWhiteSpace(rune) ? '\u00a0'
                    : CharUnicodeInfo.GetUnicodeCategory(rune.Value)
                        is <= UnicodeCategory.OtherLetter
                        ? 'é'
                    : Rune.IsNumber(rune) ? '½'
                    : '§'
                )
        );

    [GeneratedRegex(
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Expression();
}
