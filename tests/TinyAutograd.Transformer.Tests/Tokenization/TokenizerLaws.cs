using System.Text;
using FsCheck.Fluent;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>What holds for every tokenizer.</summary>
public class TokenizerLaws
{
    private static readonly Dictionary<string, ITokenizer> All = new()
    {
        ["characters"] = CharacterTokenizer.FromItems(["abcü😀\n"]),
        ["characters and unknown"] = CharacterTokenizer.FromItems(["ab "], hasUnknownToken: true),
        ["bytes"] = new ByteTokenizer(),
        ["trained pairs"] = BytePairTokenizer.Train(
            ["the cat and the hat, the thing ü 😀"],
            new BytePairTrainingOptions { VocabularySize = 280 }
        ),
        ["GPT-2"] = Gpt2.Tokenizer,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> NamesOfAnyText => ["bytes", "trained pairs", "GPT-2"];

    [Theory]
    [MemberData(nameof(NamesOfAnyText))]
    public void What_was_encoded_is_decoded(string name)
    {
        var tokenizer = All[name];
        Texts.Hold(
            Texts.OfScalars,
            text =>
            {
                var tokens = tokenizer.Encode(text);
                Assert.Equal(text, tokenizer.Decode(tokens));
                Assert.True(tokens.Length <= Encoding.UTF8.GetByteCount(text));
                Assert.All(tokens, token => Assert.InRange(token, 0, tokenizer.VocabularySize - 1));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_tokens_are_the_text_of_their_bytes_also_when_it_is_streamed(string name)
    {
        var tokenizer = All[name];
        var stream = new StreamingDecoder(tokenizer);
        Texts.Hold(
            Gen.Choose(0, tokenizer.VocabularySize - 1).ArrayOf(),
            tokens =>
            {
                var bytes = new List<byte>();
                foreach (var token in tokens)
                {
                    bytes.AddRange(tokenizer.Bytes(token));
                }
                var text = Encoding.UTF8.GetString([.. bytes]);
                Assert.Equal(text, tokenizer.Decode(tokens));
                Assert.Equal(text, string.Concat(tokens.Select(stream.Append)) + stream.Finish());
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokens_outside_the_vocabulary_are_named(string name)
    {
        var tokenizer = All[name];
        foreach (var token in new[] { -1, tokenizer.VocabularySize, int.MaxValue, int.MinValue })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([token]));
            Assert.Contains($"{token}", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Bytes(token).Length);
        }
        Assert.Throws<ArgumentNullException>(() => tokenizer.Encode(null!));
        Assert.Empty(tokenizer.Encode(""));
        Assert.Equal("", tokenizer.Decode([]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Start_and_end_are_tokens_of_the_vocabulary(string name)
    {
        var tokenizer = All[name];
        Assert.InRange(tokenizer.StartToken!.Value, 0, tokenizer.VocabularySize - 1);
        Assert.InRange(tokenizer.EndToken!.Value, 0, tokenizer.VocabularySize - 1);
        Assert.DoesNotContain(tokenizer.EndToken.Value, tokenizer.Encode("ab"));
    }

    [Theory]
    [MemberData(nameof(NamesOfAnyText))]
    public void Half_a_surrogate_pair_is_read_as_the_replacement_character(string name)
    {
        var tokenizer = All[name];
        foreach (var text in new[] { "\ud800", "a\udc00b", " \ud83d", "\udc00\ud800", "\ud83dx" })
        {
            var visible = string.Concat(text.Select(c => char.IsSurrogate(c) ? '\ufffd' : c));
            Assert.Equal(tokenizer.Encode(visible), tokenizer.Encode(text));
            Assert.Equal(visible, tokenizer.Decode(tokenizer.Encode(text)));
        }
    }

    [Fact]
    public void A_streamed_character_appears_with_its_last_byte_and_a_torn_one_at_the_end()
    {
        var stream = new StreamingDecoder(new ByteTokenizer());
        var tokens = new ByteTokenizer().Encode("a😀");
        Assert.Equal(["a", "", "", "", "😀"], tokens.Select(stream.Append));
        Assert.Equal("", stream.Finish());
        Assert.Equal(["", "�a"], new[] { 0xE2, 'a' }.Select(stream.Append));
        Assert.Equal("", stream.Append(0xF0));
        Assert.Equal("�", stream.Finish());
        Assert.Equal("b", stream.Append('b'));
    }

    [Fact]
    public void Any_bytes_come_back()
    {
        var bytes = new ByteTokenizer();
        Texts.Hold(
            Texts.Bytes,
            data =>
            {
                Assert.Equal(data, bytes.DecodeBytes(bytes.Encode(data)));
                Assert.Equal(data, Gpt2.Tokenizer.DecodeBytes(Gpt2.Tokenizer.Encode(data)));
            }
        );
        var every = Enumerable.Range(0, 65536).SelectMany(i => new[] { (byte)(i >> 8), (byte)i });
        Assert.Equal(every, Gpt2.Tokenizer.DecodeBytes(Gpt2.Tokenizer.Encode([.. every])));
    }
}
