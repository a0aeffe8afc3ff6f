using System.Text;
using System.Text.Json.Nodes;
using TinyAutograd.Tests.Serialization;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>Files that nobody has vouched for are read or refused with one exception that names file and cause.</summary>
public class TokenizerHostileTests
{
    private const int CountOfEach = 8_000;
    private const int MostMemory = 4 << 20; // a file of 8 KB, read, used, written and read again

    private static readonly BytePairTokenizer Sound = BytePairTokenizer.Train(
        ["the cat and the hat and the thing"],
        new BytePairTrainingOptions
        {
            VocabularySize = 266,
            SpecialTokens = ["<|endoftext|>", "<é>"],
        }
    );

    private static readonly byte[] Merges = Gpt2VocabularyFiles.MergesOf(Sound.Vocabulary);
    private static readonly byte[] Tokens = Gpt2VocabularyFiles.TokensOf(Sound.Vocabulary);
    private static readonly byte[] Json = TokenizerJsonWriter.Bytes(Sound.Vocabulary, false);

    [Fact]
    public void A_damaged_file_of_merges_is_read_or_refused_but_nothing_else_happens() =>
        Damaged(Merges, bytes => Gpt2VocabularyFiles.Read("'merges'", bytes, "'tokens'", Tokens));

    [Fact]
    public void A_damaged_file_of_tokens_is_read_or_refused_but_nothing_else_happens() =>
        Damaged(Tokens, bytes => Gpt2VocabularyFiles.Read("'merges'", Merges, "'tokens'", bytes));

    [Fact]
    public void A_damaged_tokenizer_json_is_read_or_refused_but_nothing_else_happens() =>
        Damaged(Json, bytes => TokenizerJsonReader.Read("'json'", bytes));

    [Theory]
    [InlineData("a b c", "line 2", "'a b c'")]
    [InlineData("ab", "line 2")]
    [InlineData("", "line 2")]
    [InlineData("a  b", "line 2")]
    [InlineData(" a", "line 2")]
    [InlineData("a ", "line 2")]
    [InlineData("a\tb", "line 2")]
    [InlineData("a b", "merge 1", "'ab'", "not in the vocabulary")]
    [InlineData("t h\nt h", "merge 2", "repeats merge 1")]
    [InlineData("<|endof text|>", "merge 1", "'<|endof'")]
    public void Bad_merges_are_named(string lines, params string[] words)
    {
        var bytes = Encoding.UTF8.GetBytes($"#version: 0.2\n{lines}\nh e\n");
        Refused(
            () => Gpt2VocabularyFiles.Read("'m.bpe'", bytes, "'t.json'", Tokens),
            ["'m.bpe'", .. words]
        );
    }

    [Theory]
    [InlineData("", "not JSON", "cut off")]
    [InlineData("[]", "an object", "an array")]
    [InlineData("{", "not JSON", "cut off")]
    [InlineData("{\"a\":1} x", "JSON")]
    [InlineData("{\"a\":-1}", "-1", "range")]
    [InlineData("{\"a\":2000000000}", "2000000000", "range")]
    [InlineData("{\"a\":99999999999999999999}", "integer")]
    [InlineData("{\"a\":1.5}", "integer")]
    [InlineData("{\"a\":\"1\"}", "a number")]
    [InlineData("{\"a\":null}", "null")]
    [InlineData("{\"a\":1,\"b\":1}", "'a'", "'b'", "same number")]
    [InlineData("{\"a\":1,\"a\":2}", "'a'", "twice")]
    [InlineData("{\"\\ud800\":1}", "Unicode")]
    [InlineData("{\"!\":0}", "byte 0", "256")]
    [InlineData("{\"a\":{\"b\":{}}}", "a number")]
    public void Bad_tokens_are_named(string json, params string[] words)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(
            () => Gpt2VocabularyFiles.Read("'m.bpe'", [], "'t.json'", Encoding.UTF8.GetBytes(json)),
            ["'t.json'", .. words]
        );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    public static TheoryData<string, string, string[]> BadSettings =>
        new()
        {
            { "normalizer", """{"type":"NFC"}""", ["normalizer"] },
            { "pre_tokenizer", "null", ["pre_tokenizer", "an object"] },
            { "pre_tokenizer", """{"type":"Whitespace"}""", ["'Whitespace'", "'ByteLevel'"] },
            { "pre_tokenizer", """{"type":"ByteLevel"}""", ["add_prefix_space"] },
            {
                "pre_tokenizer",
                """{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}""",
                ["use_regex"]
            },
            { "decoder", """{"type":"WordPiece"}""", ["decoder", "'WordPiece'"] },
            { "model", "null", ["model", "an object"] },
            { "model", """{"type":"Unigram"}""", ["'Unigram'", "'BPE'"] },
            { "model", """{"type":"BPE","merges":[]}""", ["vocab"] },
            { "model", """{"type":"BPE","vocab":{}}""", ["merges"] },
            { "model", """{"vocab":{},"merges":[],"dropout":0.1}""", ["dropout"] },
            { "model", """{"vocab":{},"merges":[],"byte_fallback":true}""", ["byte_fallback"] },
            { "model", """{"vocab":{},"merges":[],"ignore_merges":true}""", ["ignore_merges"] },
            {
                "model",
                """{"vocab":{},"merges":[],"continuing_subword_prefix":"##"}""",
                ["continuing_subword_prefix"]
            },
            {
                "model",
                """{"vocab":{},"merges":[],"end_of_word_suffix":"</w>"}""",
                ["end_of_word_suffix"]
            },
            { "model", """{"vocab":{},"merges":[["a"]]}""", ["merge", "one has 1"] },
            { "model", """{"vocab":{},"merges":[["a","b","c"]]}""", ["merge", "more"] },
            { "model", """{"vocab":{},"merges":["a b c"]}""", ["'a b c'"] },
            { "model", """{"vocab":{},"merges":[7]}""", ["merge", "a text"] },
            { "model", """{"vocab":{},"vocab":{},"merges":[]}""", ["vocab", "twice"] },
            { "model", """{"vocab":{},"merges":[]}""", ["byte 0"] },
            { "added_tokens", "{}", ["an array"] },
            { "added_tokens", """[{"id":1}]""", ["content"] },
            { "added_tokens", """[{"id":264,"content":""}]""", ["0 bytes"] },
            { "added_tokens", """[{"id":9,"content":"<x>"}]""", ["'<x>'", "same number 9"] },
            { "added_tokens", """[{"id":9,"content":"the"}]""", ["'the'", "9"] },
            {
                "added_tokens",
                """[{"id":270,"content":"<x>"},{"id":271,"content":"<x>"}]""",
                ["'<x>'", "twice"]
            },
            { "added_tokens", """[{"id":2000000000,"content":"<x>"}]""", ["2000000000"] },
            { "added_tokens", """[{"id":270,"content":"<x>","special":1}]""", ["special"] },
            {
                "added_tokens",
                $$"""[{"id":270,"content":"{{new string('x', 300)}}"}]""",
                ["300 bytes"]
            },
        };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void A_tokenizer_json_that_asks_for_something_else_is_refused(
        string name,
        string value,
        string[] words
    )
    {
        var file = JsonNode.Parse(Json)!.AsObject();
        file[name] = "here";
        var bytes = Encoding.UTF8.GetBytes(
            file.ToJsonString().Replace("\"here\"", value, StringComparison.Ordinal)
        );
        Refused(() => TokenizerJsonReader.Read("'t.json'", bytes), ["'t.json'", .. words]);
    }

    [Theory]
    [InlineData("{}", "model")]
    [InlineData("{\"model\":{\"vocab\":{},\"merges\":[]}}", "pre_tokenizer")]
    [InlineData("null", "an object")]
    [InlineData("{\"added_tokens\":[],\"added_tokens\":[]}", "twice")]
    public void A_file_that_is_no_tokenizer_is_refused(string json, string word) =>
        Refused(
            () => TokenizerJsonReader.Read("'t.json'", Encoding.UTF8.GetBytes(json)),
            ["'t.json'", word]
        );

    [Fact]
    public void Nesting_without_end_and_bytes_that_are_not_utf8_are_refused()
    {
        var deep = Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 1_000_000));
        Refused(() => TokenizerJsonReader.Read("'t.json'", deep), ["'t.json'", "JSON"]);
        byte[] bytes = [(byte)'{', (byte)'"', 0xff, (byte)'"'];
        Refused(() => TokenizerJsonReader.Read("'t.json'", bytes), ["'t.json'", "UTF-8"]);
        Refused(
            () => Gpt2VocabularyFiles.Read("'m.bpe'", bytes, "'t.json'", Tokens),
            ["'m.bpe'", "UTF-8"]
        );
    }

    [Fact]
    public void Many_long_added_tokens_are_refused_before_their_tree_is_built()
    {
        var added = Enumerable
            .Range(0, 5000)
            .Select(i => new AddedToken($"{i:d5}{new string('x', 245)}", 256 + i))
            .ToArray();
        var tokens = ByteAlphabet
            .InOrder.Index()
            .ToDictionary(pair => ByteAlphabet.Spell([pair.Item]), pair => pair.Index);
        Refused(() => new BytePairVocabulary("'t'", tokens, [], added), ["'t'", "added tokens"]);
    }

    private static void Refused(Action read, string[] words)
    {
        var error = Assert.Throws<InvalidDataException>(read);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.InRange(error.Message.Length, 1, 400);
    }

    private static void Damaged(byte[] sound, Func<byte[], BytePairTokenizer> read)
    {
        var (accepted, refused) = FileDamage.Try(
            sound,
            CountOfEach,
            20261126,
            "{}[]\",:0123456789-.eE\\u \ntfnĠ",
            "^Tokenizer: '",
            bytes => Use(read(bytes)),
            MostMemory
        );
        Assert.True(accepted > 50 && refused > 1000, $"{accepted} read, {refused} refused");
    }

    // What was accepted is sound: texts come back, and it can be written and read again.
    private static void Use(BytePairTokenizer tokenizer)
    {
        const string Text = "the hat, the <|endoftext|> thing 😀";
        var tokens = tokenizer.Encode(Text);
        Assert.Equal(tokenizer.HasPrefixSpace ? " " + Text : Text, tokenizer.Decode(tokens));
        var written = TokenizerJsonWriter.Bytes(tokenizer.Vocabulary, tokenizer.HasPrefixSpace);
        var again = TokenizerJsonReader.Read("again", written);
        Assert.Equal(tokens, again.Encode(Text));
        Assert.Equal(tokenizer.AddedTokens, again.AddedTokens);
    }
}
