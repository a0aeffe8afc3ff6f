using System.Text;
using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>Added tokens are found where Hugging Face's library finds them; see the README in <c>Vectors/tokenization</c>.</summary>
public class AddedTokenTests
{
    private static readonly JsonElement Vectors = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(Gpt2.Folder, "added.json")))
        .RootElement;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Texts_have_the_reference_tokens(int index, bool hasPrefixSpace)
    {
        var tokenizer = Tokenizer(index);
        Assert.Equal(hasPrefixSpace, tokenizer.HasPrefixSpace);
        var cases = Vectors[index].GetProperty("cases").EnumerateArray().ToArray();
        Assert.True(cases.Length > 500, $"{cases.Length} cases");
        foreach (var given in cases)
        {
            var text = given.GetProperty("text").GetString()!;
            Assert.Equal(
                (text, string.Join(',', given.GetProperty("ids").EnumerateArray())),
                (text, string.Join(',', tokenizer.EncodeWithSpecialTokens(text)))
            );
        }
    }

    private static BytePairTokenizer Tokenizer(int index) =>
        TokenizerJsonReader.Read(
            "added.json",
            Encoding.UTF8.GetBytes(Vectors[index].GetProperty("tokenizer").GetRawText())
        );
}
