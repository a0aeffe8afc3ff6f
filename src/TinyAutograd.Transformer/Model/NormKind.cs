namespace TinyAutograd.Transformer;

/// <summary>How the residual stream is normalised before it is read.</summary>
public enum NormKind
{
    /// <summary><c>(x − μ) / √(σ² + ε) ⊙ w + b</c>. Source: Ba, Kiros and Hinton 2016, eq. 4.</summary>
    LayerNorm,

    /// <summary><c>x / √(mean(x²) + ε) ⊙ w</c>: no mean is subtracted and there is no bias. Source: Zhang and Sennrich 2019, eq. 4.</summary>
    RmsNorm,
}
