using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>The tokens are those that three independent programs give; see the README in <c>Vectors/tokenization</c>.</summary>
public class Gpt2VectorTests
{
    private static readonly JsonElement Vectors = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(Gpt2.Folder, "gpt2.json")))
        .RootElement;

    [Fact]
    public void Texts_have_the_reference_tokens()
    {
        var cases = Vectors.GetProperty("cases").EnumerateArray().ToArray();
        Assert.True(cases.Length > 800, $"{cases.Length} cases");
        foreach (var given in cases)
        {
            var text = TextOf(given);
            Assert.Equal(
                (text, IdsOf(given)),
                (text, string.Join(',', Gpt2.Tokenizer.Encode(text)))
            );
        }
    }

    [Fact]
    public void Special_tokens_are_read_only_where_they_are_asked_for()
    {
        var cases = Vectors.GetProperty("special").EnumerateArray().ToArray();
        Assert.True(cases.Length >= 10, $"{cases.Length} cases");
        foreach (var given in cases)
        {
            var text = TextOf(given);
            var tokens = Gpt2.Tokenizer.EncodeWithSpecialTokens(text);
            Assert.Equal((text, IdsOf(given)), (text, string.Join(',', tokens)));
            Assert.Equal(text, Gpt2.Tokenizer.Decode(tokens));
            Assert.DoesNotContain(50256, Gpt2.Tokenizer.Encode(text));
        }
    }

    [Fact]
    public void Every_character_of_unicode_has_the_reference_tokens()
    {
        var blocks = Vectors.GetProperty("blocks").EnumerateArray().ToArray();
        Assert.True(blocks.Length > 300, $"{blocks.Length} blocks");
        foreach (var block in blocks)
        {
            var ranges = block.GetProperty("ranges").EnumerateArray().ToArray();
            var symbols = ranges.SelectMany(range =>
                Enumerable
                    .Range(range[0].GetInt32(), range[1].GetInt32() - range[0].GetInt32() + 1)
                    .Select(value => new Rune(value).ToString())
            );
            AssertDigest(
                block,
                string.Concat(symbols.Select(c => $"x{c}1{c}.{c}{c} {c}  {c}{c}x"))
            );
        }
    }

    [Fact]
    public void Long_texts_have_the_reference_tokens()
    {
        var texts = Vectors.GetProperty("long").EnumerateArray().ToArray();
        Assert.Equal(15, texts.Length);
        foreach (var given in texts)
        {
            var text = string.Concat(
                Enumerable.Repeat(TextOf(given), given.GetProperty("repeat").GetInt32())
            );
            AssertDigest(given, text);
        }
    }

    private static void AssertDigest(JsonElement given, string text)
    {
        var tokens = Gpt2.Tokenizer.Encode(text);
        var bytes = tokens.SelectMany(BitConverter.GetBytes).ToArray();
        Assert.True(BitConverter.IsLittleEndian, "the digests are of little-endian integers");
        var start = text[..Math.Min(20, text.Length)];
        Assert.Equal(
            (start, given.GetProperty("count").GetInt32(), given.GetProperty("sha256").GetString()),
            (start, tokens.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)))
        );
        Assert.Equal(text, Gpt2.Tokenizer.Decode(tokens));
    }

    // Texts with half a surrogate pair stand there as numbers.
    private static string TextOf(JsonElement given) =>
        given.TryGetProperty("text", out var text)
            ? text.GetString()!
            : string.Concat(
                given.GetProperty("units").EnumerateArray().Select(unit => (char)unit.GetInt32())
            );

    private static string IdsOf(JsonElement given) =>
        string.Join(',', given.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()));
}
