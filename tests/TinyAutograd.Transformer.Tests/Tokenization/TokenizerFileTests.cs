using System.Security.Cryptography;
using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>Files in both formats: what was saved is loaded, and what is wrong is named.</summary>
public sealed class TokenizerFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private static readonly BytePairTokenizer Small = BytePairTokenizer.Train(
        ["the cat and the hat, they're the thing ü 😀 ü"],
        new BytePairTrainingOptions
        {
            VocabularySize = 270,
            SpecialTokens = ["<|endoftext|>", "ü\""],
        }
    );

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_files_of_gpt2_are_saved_as_they_were_loaded_to_the_byte()
    {
        File.WriteAllBytes(At("vocab.bpe"), Gpt2.Merges);
        File.WriteAllBytes(At("encoder.json"), Gpt2.Tokens());
        var tokenizer = BytePairTokenizer.LoadGpt2(At("vocab.bpe"), At("encoder.json"));
        Assert.Equal((50257, 50000), (tokenizer.VocabularySize, tokenizer.MergeCount));
        Assert.Equal(["<|endoftext|>"], tokenizer.SpecialTokens.Keys);
        Assert.Equal((50256, 50256), (tokenizer.StartToken, tokenizer.EndToken));
        tokenizer.SaveGpt2(At("vocab.bpe"), At("encoder.json"));
        Assert.Equal(
            "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5",
            Digest("vocab.bpe")
        );
        // OpenAI's own encoder.json
        Assert.Equal(
            "196139668be63f3b5d6574427317ae82f612a97c5d1cdaf36ed2256dbf636783",
            Digest("encoder.json")
        );
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Both_formats_give_the_same_tokenizer_back()
    {
        Small.SaveGpt2(At("merges"), At("tokens"));
        Small.SaveTokenizerJson(At("json"));
        var fromTwo = BytePairTokenizer.LoadGpt2(At("merges"), At("tokens"));
        var fromOne = BytePairTokenizer.LoadTokenizerJson(At("json"));
        Assert.Equal(Small.AddedTokens, fromTwo.AddedTokens);
        Assert.Equal(Small.AddedTokens, fromOne.AddedTokens);
        Texts.Hold(
            Texts.OfScalars,
            text =>
            {
                var tokens = Small.EncodeWithSpecialTokens(text);
                Assert.Equal(tokens, fromTwo.EncodeWithSpecialTokens(text));
                Assert.Equal(tokens, fromOne.EncodeWithSpecialTokens(text));
            }
        );
        fromOne.SaveTokenizerJson(At("again"));
        Assert.Equal(Digest("json"), Digest("again"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Added_tokens_and_settings_survive_a_tokenizer_json(int index)
    {
        var vector = JsonDocument
            .Parse(File.ReadAllBytes(Path.Combine(Gpt2.Folder, "added.json")))
            .RootElement[index];
        File.WriteAllText(At("json"), vector.GetProperty("tokenizer").GetRawText());
        var tokenizer = BytePairTokenizer.LoadTokenizerJson(At("json"));
        tokenizer.SaveTokenizerJson(At("again"));
        var again = BytePairTokenizer.LoadTokenizerJson(At("again"));
        Assert.Equal(tokenizer.AddedTokens, again.AddedTokens);
        Assert.Equal(tokenizer.HasPrefixSpace, again.HasPrefixSpace);
        foreach (var given in vector.GetProperty("cases").EnumerateArray())
        {
            var text = given.GetProperty("text").GetString()!;
            Assert.Equal(tokenizer.Encode(text), again.Encode(text));
        }
        var error = Assert.Throws<InvalidOperationException>(() =>
            tokenizer.SaveGpt2(At("merges"), At("tokens"))
        );
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("merges")));
    }

    [Fact]
    public void Line_ends_of_windows_a_byte_order_mark_and_a_missing_version_are_fine()
    {
        Small.SaveGpt2(At("merges"), At("tokens"));
        var lines = File.ReadAllText(At("merges"));
        var changed = "\ufeff" + lines.Replace("\n", "\r\n", StringComparison.Ordinal);
        File.WriteAllText(At("merges"), changed);
        File.WriteAllText(At("tokens"), "\ufeff" + File.ReadAllText(At("tokens")) + "\n \n");
        Same();
        File.WriteAllText(At("merges"), lines[(lines.IndexOf('\n') + 1)..].TrimEnd('\n'));
        Same();

        void Same() =>
            Assert.Equal(
                Small.Encode("the thing"),
                BytePairTokenizer.LoadGpt2(At("merges"), At("tokens")).Encode("the thing")
            );
    }

    [Fact]
    public void Gaps_between_numbers_are_kept_and_have_no_text()
    {
        Small.SaveTokenizerJson(At("json"));
        var text = File.ReadAllText(At("json"));
        File.WriteAllText(
            At("json"),
            text.Replace($": {Small.VocabularySize - 1}", ": 290", StringComparison.Ordinal)
        );
        var tokenizer = BytePairTokenizer.LoadTokenizerJson(At("json"));
        Assert.Equal(291, tokenizer.VocabularySize);
        Assert.Equal("ü\"", tokenizer.Decode([290]));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([289]));
        Assert.Contains("289 is a gap", error.Message, StringComparison.Ordinal);
        tokenizer.SaveTokenizerJson(At("again"));
        Assert.Equal(291, BytePairTokenizer.LoadTokenizerJson(At("again")).VocabularySize);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_what_was_there()
    {
        File.WriteAllText(At("merges"), "old");
        Assert.ThrowsAny<IOException>(() =>
            Small.SaveGpt2(At("merges"), Path.Combine(folder, "none", "tokens"))
        );
        Assert.Equal("old", File.ReadAllText(At("merges")));
        Assert.ThrowsAny<IOException>(() =>
            Small.SaveTokenizerJson(Path.Combine(folder, "none", "json"))
        );
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_file_that_is_refused_is_named()
    {
        Small.SaveGpt2(At("merges"), At("tokens"));
        File.WriteAllText(At("bad"), "#version: 0.2\nno merge at all\n");
        Named("bad", () => BytePairTokenizer.LoadGpt2(At("bad"), At("tokens")));
        Named("bad", () => BytePairTokenizer.LoadGpt2(At("merges"), At("bad")));
        Named("bad", () => BytePairTokenizer.LoadTokenizerJson(At("bad")));
        Named("tokens", () => BytePairTokenizer.LoadTokenizerJson(At("tokens")));

        void Named(string name, Action load) =>
            Assert.Contains(
                $"'{At(name)}': ",
                Assert.Throws<InvalidDataException>(load).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_missing_file_and_a_file_that_is_too_large_are_named()
    {
        Assert.Throws<FileNotFoundException>(() => BytePairTokenizer.LoadTokenizerJson(At("none")));
        using (var file = File.Create(At("large")))
        {
            file.SetLength(TokenizerFile.LongestLength + 1L); // takes no room on disk
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() =>
            BytePairTokenizer.LoadTokenizerJson(At("large"))
        );
        Assert.Contains(At("large"), error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private string At(string name) => Path.Combine(folder, name);

    private string Digest(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(name))));
}
