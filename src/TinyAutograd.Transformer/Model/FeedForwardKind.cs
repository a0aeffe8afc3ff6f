namespace TinyAutograd.Transformer;

/// <summary>What happens in the wide layer of the feed-forward network.</summary>
public enum FeedForwardKind
{
    /// <summary>GELU by its approximation with tanh, as in GPT-2. Source: Hendrycks and Gimpel 2016, section 2.</summary>
    GeluTanh,

    /// <summary>GELU as it is defined, <c>x·Φ(x)</c> with the error function. Source: Hendrycks and Gimpel 2016, section 2.</summary>
    Gelu,

    /// <summary><c>SiLU(x·Wg) ⊙ (x·W)</c>: one half gates the other. Its width is two thirds, for three matrices instead of two.
    /// Source: Shazeer 2020, eq. 6.</summary>
    SwiGlu,
}
