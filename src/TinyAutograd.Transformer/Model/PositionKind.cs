namespace TinyAutograd.Transformer;

/// <summary>How a model tells positions apart.</summary>
public enum PositionKind
{
    /// <summary>A learned vector for each position is added to the token's. Source: Radford et al. 2018 and 2019.</summary>
    Learned,

    /// <summary>Queries and keys are rotated by angles that grow with the position, so their products depend on distances only; there
    /// are no weights for it. Pairs are neighbouring channels, as in the paper. Source: Su et al. 2021, eq. 34.</summary>
    Rotary,
}
