using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>GPT-2's own vocabulary, from <c>Vectors/tokenization</c>; see the README there.</summary>
internal static class Gpt2
{
    public static readonly string Folder = Path.Combine(
        AppContext.BaseDirectory,
        "Vectors",
        "tokenization"
    );

    private static readonly Lazy<byte[]> MergesFile = new(Decompress);
    private static readonly Lazy<BytePairTokenizer> Loaded = new(() =>
        Gpt2VocabularyFiles.Read("vocab.bpe", Merges, "encoder.json", Tokens())
    );

    /// <summary>The file <c>vocab.bpe</c>, byte for byte.</summary>
    public static byte[] Merges => MergesFile.Value;

    public static BytePairTokenizer Tokenizer => Loaded.Value;

    /// <summary>What <c>encoder.json</c> says: the bytes, what the merges make, and the mark are numbered in this order.</summary>
    public static byte[] Tokens()
    {
        var made = Encoding.UTF8.GetString(Merges).Split('\n')[1..^1];
        string[] spellings =
        [
            .. ByteAlphabet.InOrder.Select(value => ByteAlphabet.Spell([value])),
            .. made.Select(line => line.Replace(" ", "", StringComparison.Ordinal)),
            "<|endoftext|>",
        ];
        return JsonSerializer.SerializeToUtf8Bytes(
            spellings.Index().ToDictionary(pair => pair.Item, pair => pair.Index)
        );
    }

    private static byte[] Decompress()
    {
        using var file = File.OpenRead(Path.Combine(Folder, "vocab.bpe.br"));
        using var brotli = new BrotliStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }
}
