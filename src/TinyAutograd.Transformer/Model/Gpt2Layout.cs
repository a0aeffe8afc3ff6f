using System.Globalization;

namespace TinyAutograd.Transformer;

/// <summary>Which tensors a GPT-2 of given sizes has in Hugging Face's files: names without prefix, shapes with weights (in, out).</summary>
internal static class Gpt2Layout
{
    public const string TokenEmbedding = "wte.weight";
    public const string PositionEmbedding = "wpe.weight";
    public const string Head = "lm_head.weight";

    /// <summary>What stands before all names but the head's where a file was written with a head.</summary>
    public const string Prefix = "transformer.";

    /// <summary>All tensors, the head's only if it is free. Lazy: a file that claims a billion layers is found out at the first that it lacks.</summary>
    public static IEnumerable<(string Name, Shape Shape)> Tensors(GptConfig config)
    {
        var (v, t, c) = (config.VocabularySize, config.ContextLength, config.ChannelCount);
        yield return (TokenEmbedding, [v, c]);
        yield return (PositionEmbedding, [t, c]);
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            foreach (var (name, shape) in Block(c))
            {
                yield return (
                    string.Create(CultureInfo.InvariantCulture, $"h.{layer}.{name}"),
                    shape
                );
            }
        }
        yield return ("ln_f.weight", [c]);
        yield return ("ln_f.bias", [c]);
        if (!config.HasTiedHead)
        {
            yield return (Head, [v, c]);
        }
    }

    /// <summary>What of a model GPT-2 does not have, in words; null if nothing.</summary>
    public static string? Foreign(GptConfig config) =>
        config switch
        {
            { Positions: not PositionKind.Learned } => "rotary positions",
            { Norm: not NormKind.LayerNorm } => "RMSNorm",
            { FeedForward: FeedForwardKind.SwiGlu } => "SwiGLU",
            { HasBiases: false } => "models without biases",
            _ when config.KeyChannelCount != config.ChannelCount =>
                "heads that share keys and values",
            _ => null,
        };

    /// <summary>Whether a tensor is the causal mask, or the number for what it hides, which some files hold beside the weights.</summary>
    public static bool IsMask(string name)
    {
        var parts = name.Split('.');
        return parts is ["h", var layer, "attn", "bias" or "masked_bias"]
            && int.TryParse(layer, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static (string Name, Shape Shape)[] Block(int c) =>
        [
            ("ln_1.weight", [c]),
            ("ln_1.bias", [c]),
            ("attn.c_attn.weight", [c, 3 * c]),
            ("attn.c_attn.bias", [3 * c]),
            ("attn.c_proj.weight", [c, c]),
            ("attn.c_proj.bias", [c]),
            ("ln_2.weight", [c]),
            ("ln_2.bias", [c]),
            ("mlp.c_fc.weight", [c, 4 * c]),
            ("mlp.c_fc.bias", [4 * c]),
            ("mlp.c_proj.weight", [4 * c, c]),
            ("mlp.c_proj.bias", [c]),
        ];
}
