using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TinyAutograd.Transformer;

/// <summary>Writes a <c>tokenizer.json</c> with all that Hugging Face's library asks for.</summary>
internal static class TokenizerJsonWriter
{
    public static byte[] Bytes(BytePairVocabulary vocabulary, bool hasPrefixSpace)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions
            {
                Indented = true,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        WriteAddedTokens(json, vocabulary.AddedTokens);
        json.WriteNull("normalizer");
        WriteByteLevel(json, "pre_tokenizer", hasPrefixSpace, trimsOffsets: true);
        WriteByteLevel(json, "post_processor", hasPrefixSpace: true, trimsOffsets: false);
        WriteByteLevel(json, "decoder", hasPrefixSpace: true, trimsOffsets: true);
        WriteModel(json, vocabulary);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAddedTokens(Utf8JsonWriter json, IReadOnlyList<AddedToken> addedTokens)
    {
        json.WriteStartArray("added_tokens");
        foreach (var added in addedTokens)
        {
            json.WriteStartObject();
            json.WriteNumber("id", added.Token);
            json.WriteString("content", added.Content);
            json.WriteBoolean("single_word", added.IsSingleWord);
            json.WriteBoolean("lstrip", added.StripsLeft);
            json.WriteBoolean("rstrip", added.StripsRight);
            json.WriteBoolean("normalized", added.IsNormalized);
            json.WriteBoolean("special", added.IsSpecial);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteByteLevel(
        Utf8JsonWriter json,
        string name,
        bool hasPrefixSpace,
        bool trimsOffsets
    )
    {
        json.WriteStartObject(name);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", hasPrefixSpace);
        json.WriteBoolean("trim_offsets", trimsOffsets);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, BytePairVocabulary vocabulary)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteNull("unk_token");
        json.WriteString("continuing_subword_prefix", "");
        json.WriteString("end_of_word_suffix", "");
        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteBoolean("ignore_merges", false);
        json.WriteStartObject("vocab");
        for (var token = 0; token < vocabulary.Size; token++)
        {
            if (vocabulary.Spelling(token) is { } spelling)
            {
                json.WriteNumber(spelling, token);
            }
        }
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var (left, right, _) in vocabulary.Merges.Merges)
        {
            json.WriteStringValue($"{vocabulary.Spelling(left)} {vocabulary.Spelling(right)}");
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
