namespace TinyTransformerLab;

/// <summary>Where a generated item is found.</summary>
public enum Verdict
{
    /// <summary>Nowhere: invented.</summary>
    New,

    /// <summary>Among the items that were trained on.</summary>
    InTraining,

    /// <summary>Among the held-out items, which the model never saw.</summary>
    HeldOut,
}

/// <summary>A generated item, letter by letter.</summary>
/// <param name="Text">The item, its prefix included.</param>
/// <param name="Verdict">Where it is found.</param>
/// <param name="IsCut">Whether the context ended before the item did.</param>
/// <param name="Prefix">What it was to start with.</param>
/// <param name="Letters">What was drawn behind the prefix, the end mark included unless it was cut.</param>
public sealed record GeneratedItem(
    string Text,
    Verdict Verdict,
    bool IsCut,
    string Prefix,
    IReadOnlyList<GeneratedLetter> Letters
);

/// <summary>One draw.</summary>
/// <param name="Letter">What was drawn; the mark for the end.</param>
/// <param name="Surprise">−ln of the model's own probability, before sampling options, in nats.</param>
/// <param name="Probability">Its share of the cumulative bar, after sampling options.</param>
/// <param name="From">Where its share begins: the sum of the probabilities of the tokens before it.</param>
/// <param name="Draw">The uniform number that fell into its share.</param>
public sealed record GeneratedLetter(
    string Letter,
    double Surprise,
    double Probability,
    double From,
    double Draw
);

/// <summary>Generated items.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Prefix">What they start with.</param>
/// <param name="Sampling">How the letters were chosen.</param>
/// <param name="Seed">What decided the draws.</param>
/// <param name="Note">A warning: fresh weights spit noise; null once trained.</param>
/// <param name="Items">In order.</param>
public sealed record GenerationView(
    int Step,
    LabWord Prefix,
    SamplingOptions Sampling,
    long Seed,
    string? Note,
    IReadOnlyList<GeneratedItem> Items
);

/// <summary>The odds of the next letter, before and after the sampling options.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Prefix">What stands before.</param>
/// <param name="Sampling">How the letter would be chosen.</param>
/// <param name="Letters">V letters, the mark (the end) first.</param>
/// <param name="Entropy">Of the probabilities before, in nats.</param>
public sealed record NextLetterView(
    int Step,
    LabWord Prefix,
    SamplingOptions Sampling,
    IReadOnlyList<LetterChance> Letters,
    double Entropy
);

/// <summary>The chance of one letter.</summary>
/// <param name="Letter">The letter, or the mark.</param>
/// <param name="Before">The model's probability.</param>
/// <param name="After">After temperature, top-k, top-p and min-p.</param>
public sealed record LetterChance(string Letter, double Before, double After);
