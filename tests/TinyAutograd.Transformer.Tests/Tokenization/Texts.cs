using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>Random texts and bytes that are hard to tokenize.</summary>
internal static class Texts
{
    private static readonly string[] Pieces =
    [
        "a",
        "b",
        "the",
        "ing",
        " and",
        "Z",
        "é",
        "e\u0301",
        "\u0301",
        "1",
        "42",
        "½",
        "٣",
        "𝟎",
        "𝐀",
        "日",
        "本語",
        "한",
        " ",
        "  ",
        "   ",
        "\t",
        "\n",
        "\r\n",
        "\u00a0",
        "\u0085",
        "\u2003",
        "\u3000",
        "\u2028",
        "\ufeff",
        "\u180e",
        "\u200b",
        "'",
        "'s",
        "'S",
        "'re",
        "'ll",
        "'d",
        "’s",
        ".",
        "...",
        "!?",
        "_",
        "<|endoftext|>",
        "<|",
        "😀",
        "👍🏽",
        "👨\u200d👩\u200d👧",
        "\u200d",
        "\ufe0f",
        "\0",
        "\u001c",
        "\u007f",
        "\ufffd",
        "\U00020000",
        "\U0010ffff",
    ];

    /// <summary>Any text of Unicode scalar values: telling pieces, and any character at all.</summary>
    public static Gen<string> OfScalars { get; } =
        Gen.OneOf(
                Gen.Elements(Pieces),
                Gen.Elements(Pieces),
                Gen.Choose(0, 0x10ffff - 0x800)
                    .Select(value => new Rune(value < 0xd800 ? value : value + 0x800).ToString())
            )
            .ArrayOf()
            .Select(string.Concat);

    /// <summary>Words of very few letters: pairs come again and again, and overlap.</summary>
    public static Gen<string> OfFewLetters { get; } =
        Gen.Elements("a", "a", "a", "b", "c", " ", "aa", "ab ").ArrayOf().Select(string.Concat);

    /// <summary>Any bytes, most of them not UTF-8.</summary>
    public static Gen<byte[]> Bytes { get; } =
        Gen.OneOf(
                Gen.Choose(0, 255).Select(value => new[] { (byte)value }),
                Gen.Elements(Pieces).Select(Encoding.UTF8.GetBytes),
                Gen.Elements(Pieces).Select(piece => Encoding.UTF8.GetBytes(piece)[..^1])
            )
            .ArrayOf()
            .Select(parts => parts.SelectMany(part => part).ToArray());

    /// <summary>Runs a law on drawn values, always the same ones.</summary>
    public static void Hold<T>(Gen<T> values, Action<T> law, int count = 300) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(60).WithReplay(20261126, 1),
            Prop.ForAll(values.ToArbitrary(), law)
        );
}
