namespace TinyAutograd.Transformer;

/// <summary>What the intermediates of a forward pass are called: <c>embed</c>, <c>blocks.0.pattern</c>, <c>logits</c>. The names are stable.</summary>
/// <remarks>Source: TransformerLens (Nanda and Bloom 2022), whose words these are without its prefix <c>hook_</c>.</remarks>
public static class TraceName
{
    /// <summary>Token embedding plus, where there is one, position embedding: (B, T, C).</summary>
    public const string Embed = "embed";

    /// <summary>Residual stream before the block: (B, T, C).</summary>
    public const string ResidualBefore = "resid_pre";

    /// <summary>What attention reads, normalised: (B, T, C).</summary>
    public const string AttentionNorm = "ln1";

    /// <summary>Queries, turned where positions are rotary: (B, H, T, D).</summary>
    public const string Query = "q";

    /// <summary>Keys, turned where positions are rotary; heads that share them have the same: (B, H, T, D).</summary>
    public const string Key = "k";

    /// <summary>Values; heads that share them have the same: (B, H, T, D).</summary>
    public const string Value = "v";

    /// <summary>q·kᵀ / √D, after scaling and before the causal mask: (B, H, T, T).</summary>
    public const string Scores = "scores";

    /// <summary>Softmax of the masked scores: (B, H, T, T), rows sum to 1.</summary>
    public const string Pattern = "pattern";

    /// <summary>pattern·v, what each head found: (B, H, T, D).</summary>
    public const string HeadResult = "z";

    /// <summary>What attention adds to the residual stream: (B, T, C).</summary>
    public const string AttentionOutput = "attn_out";

    /// <summary>Residual stream between attention and feed-forward network: (B, T, C).</summary>
    public const string ResidualBetween = "resid_mid";

    /// <summary>What the feed-forward network reads, normalised: (B, T, C).</summary>
    public const string FeedForwardNorm = "ln2";

    /// <summary>The wide layer before GELU, or before it is gated: (B, T, F), F = 4C for GELU.</summary>
    public const string Hidden = "mlp_hidden";

    /// <summary>The gate before its SiLU, of SwiGLU only: (B, T, F).</summary>
    public const string Gate = "mlp_gate";

    /// <summary>The wide layer after GELU, or gated: (B, T, F).</summary>
    public const string Activation = "mlp_act";

    /// <summary>What the feed-forward network adds to the residual stream: (B, T, C).</summary>
    public const string FeedForwardOutput = "mlp_out";

    /// <summary>Residual stream behind the block: (B, T, C).</summary>
    public const string ResidualAfter = "resid_post";

    /// <summary>The stream behind the last block, normalised: (B, T, C).</summary>
    public const string FinalNorm = "ln_final";

    /// <summary>Scores of the next token: (B, T, V).</summary>
    public const string Logits = "logits";

    /// <summary>The name of an intermediate of one block: <c>blocks.{layer}.{part}</c>.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="part">For example <see cref="Pattern"/>.</param>
    /// <exception cref="ArgumentException">The layer is negative or the part empty.</exception>
    public static string Of(int layer, string part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentException.ThrowIfNullOrWhiteSpace(part);
        return FormattableString.Invariant($"blocks.{layer}.{part}");
    }
}
