namespace TinyAutograd.Transformer;

/// <summary>A claim about a step, measured.</summary>
/// <param name="Claim">What must hold, in words.</param>
/// <param name="Difference">The largest absolute difference that was found.</param>
/// <param name="Limit">What it may be: rounding, or 0 where the numbers must be the very same.</param>
public sealed record TrickCheck(string Claim, double Difference, double Limit)
{
    /// <summary>Whether the claim holds; not if the difference is NaN.</summary>
    public bool Holds => Difference <= Limit;
}

/// <summary>One step on the way from an average to attention.</summary>
/// <param name="Number">From 1 to 5.</param>
/// <param name="Name">A few words.</param>
/// <param name="Note">What happens, in a few sentences.</param>
/// <param name="Scores">S, (T, T), with −∞ where a row may not look; null before softmax is used.</param>
/// <param name="Weights">W, (T, T): how much row t takes of row s.</param>
/// <param name="Result">Y: (T, C) in the steps 1 to 3, (T, D) in the steps 4 and 5, which mix values instead of X itself.</param>
/// <param name="Checks">What must hold here: none for the first step.</param>
public sealed record TrickStep(
    int Number,
    string Name,
    string Note,
    IReadOnlyList<IReadOnlyList<double>>? Scores,
    IReadOnlyList<IReadOnlyList<double>> Weights,
    IReadOnlyList<IReadOnlyList<double>> Result,
    IReadOnlyList<TrickCheck> Checks
);

/// <summary>The trick behind attention: "look at the past" is a product with a matrix, in five steps over the same X.</summary>
/// <param name="Layer">Whose normalised input X is, from 0.</param>
/// <param name="Head">The head of step 5, from 0.</param>
/// <param name="Tokens">T texts, the mark first.</param>
/// <param name="Input">X, (T, C).</param>
/// <param name="Steps">The five steps, in order.</param>
public sealed record AttentionTrick(
    int Layer,
    int Head,
    IReadOnlyList<string> Tokens,
    IReadOnlyList<IReadOnlyList<double>> Input,
    IReadOnlyList<TrickStep> Steps
);
