using System.Buffers;
using System.Text.Json;

namespace TinyAutograd.Transformer;

/// <summary>Hugging Face's <c>config.json</c> of a GPT-2: the sizes, and refusal of everything that would make another model of them.</summary>
internal static class Gpt2ConfigFile
{
    private const string GeluTanh = "gelu_new"; // 0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))
    private const string Gelu = "gelu"; // x·Φ(x)

    /// <summary>The sizes, and whether the file says that the head is tied (null: it does not say).</summary>
    /// <exception cref="InvalidDataException">It is damaged, lacks a size, or asks for something that the model does not do.</exception>
    public static (GptConfig Config, bool? IsHeadTied) Read(string source, ReadOnlySpan<byte> bytes)
    {
        var json = new CheckedJson(source, bytes, Gpt2Files.Reader);
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var epsilon = new GptConfig { VocabularySize = 2 }.LayerNormEpsilon;
        var activation = FeedForwardKind.GeluTanh;
        bool? isHeadTied = null;
        json.BeginObject("the configuration");
        while (json.NextProperty(out var name))
        {
            if (!seen.Add(name))
            {
                throw json.Error($"{TokenizerFile.Shown(name)} occurs twice.");
            }
            switch (name)
            {
                case "n_layer" or "n_head" or "n_embd" or "n_positions" or "n_ctx" or "vocab_size":
                    sizes.Add(name, json.Integer(name));
                    break;
                case "n_inner" when json.Kind != JsonTokenType.Null:
                    sizes.Add(name, json.Integer(name));
                    break;
                case "layer_norm_epsilon":
                    epsilon = json.Number(name);
                    break;
                case "activation_function":
                    activation = Activation(ref json, name);
                    break;
                case "tie_word_embeddings":
                    isHeadTied = json.Truth(name);
                    break;
                default:
                    ThrowIfOther(ref json, name);
                    break;
            }
        }
        json.End();
        var config = new GptConfig
        {
            LayerCount = Size("n_layer"),
            HeadCount = Size("n_head"),
            ChannelCount = Size("n_embd"),
            ContextLength = Size(sizes.ContainsKey("n_positions") ? "n_positions" : "n_ctx"),
            VocabularySize = Size("vocab_size"),
            LayerNormEpsilon = epsilon,
            FeedForward = activation,
            HasTiedHead = isHeadTied ?? true,
        };
        try
        {
            config.Validate();
        }
        catch (ArgumentException error)
        {
            throw TokenizerFile.Error(source, error.Message, error, Gpt2Files.Reader);
        }
        ThrowIfOtherSize("n_ctx", config.ContextLength, "n_positions");
        ThrowIfOtherSize("n_inner", 4 * config.ChannelCount, "4 · n_embd");
        return (config, isHeadTied);

        int Size(string name) =>
            sizes.TryGetValue(name, out var size)
                ? size
                : throw Error($"{name} is missing. Is it the config.json of a GPT-2?");

        void ThrowIfOtherSize(string name, int expected, string expectation)
        {
            if (sizes.TryGetValue(name, out var size) && size != expected)
            {
                throw Error(
                    $"{name} is {size}; only {expectation}, here {expected}, is supported."
                );
            }
        }

        InvalidDataException Error(string problem) =>
            TokenizerFile.Error(source, problem, reader: Gpt2Files.Reader);
    }

    /// <summary>The file for a model of these sizes.</summary>
    public static byte[] Write(GptConfig config)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("model_type", "gpt2");
        json.WriteStartArray("architectures");
        json.WriteStringValue("GPT2LMHeadModel");
        json.WriteEndArray();
        json.WriteNumber("n_layer", config.LayerCount);
        json.WriteNumber("n_head", config.HeadCount);
        json.WriteNumber("n_embd", config.ChannelCount);
        json.WriteNumber("n_ctx", config.ContextLength);
        json.WriteNumber("n_positions", config.ContextLength);
        json.WriteNumber("n_inner", 4 * config.ChannelCount);
        json.WriteNumber("vocab_size", config.VocabularySize);
        json.WriteString(
            "activation_function",
            config.FeedForward == FeedForwardKind.Gelu ? Gelu : GeluTanh
        );
        json.WriteNumber("layer_norm_epsilon", config.LayerNormEpsilon);
        json.WriteBoolean("tie_word_embeddings", config.HasTiedHead);
        // without these a reader takes its own default, 0.1
        json.WriteNumber("attn_pdrop", 0);
        json.WriteNumber("embd_pdrop", config.DropoutRate);
        json.WriteNumber("resid_pdrop", config.DropoutRate);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // Settings with only one value that gives our results; settings that do not change them are passed over.
    private static void ThrowIfOther(ref CheckedJson json, string name)
    {
        switch (name)
        {
            case "model_type":
                TextOf(ref json, name, "gpt2");
                break;
            case "scale_attn_weights":
                if (!json.Truth(name))
                {
                    throw Unsupported(json, name, "true");
                }
                break;
            case "scale_attn_by_inverse_layer_idx"
            or "add_cross_attention"
            or "quantization_config":
                if (!json.IsOff())
                {
                    throw Unsupported(json, name, "off");
                }
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static FeedForwardKind Activation(ref CheckedJson json, string name) =>
        TextOf(ref json, name, GeluTanh, "gelu_pytorch_tanh", Gelu) == Gelu
            ? FeedForwardKind.Gelu
            : FeedForwardKind.GeluTanh;

    private static string TextOf(
        ref CheckedJson json,
        string name,
        params ReadOnlySpan<string> supported
    )
    {
        var text = json.Text(name);
        if (!supported.Contains(text))
        {
            throw json.Error(
                $"{name} is '{TokenizerFile.Shown(text)}'; only '{string.Join("' or '", supported)}' is supported."
            );
        }
        return text;
    }

    private static InvalidDataException Unsupported(CheckedJson json, string name, string value) =>
        json.Error(
            $"{name} must be {value}: anything else gives another model, which is not supported."
        );
}
