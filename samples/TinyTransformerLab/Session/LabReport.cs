namespace TinyTransformerLab;

/// <summary>Everything that the tour prints and the exported page shows without a script: one of each record, taken at one step.</summary>
/// <param name="Info">What is fixed.</param>
/// <param name="Chapters">What the boxes of the strip do.</param>
/// <param name="State">Where training stands.</param>
/// <param name="Curve">The loss over the steps.</param>
/// <param name="Samples">The log of babble.</param>
/// <param name="Check">The gradient check of this model.</param>
/// <param name="Tape">The tape of a step.</param>
/// <param name="Attention">Where the heads look.</param>
/// <param name="Ablation">What each head is worth.</param>
/// <param name="NextLetter">The odds of the first letter.</param>
/// <param name="Names">Ten generated items.</param>
/// <param name="Lens">What the model would say early.</param>
/// <param name="Explanation">Why the last letter of the word.</param>
/// <param name="Trick">The trick behind attention.</param>
public sealed record LabReport(
    LabInfo Info,
    IReadOnlyList<Chapter> Chapters,
    TrainingState State,
    LossCurve Curve,
    IReadOnlyList<SampleLine> Samples,
    CheckView Check,
    TapeView Tape,
    AttentionView Attention,
    AblationView Ablation,
    NextLetterView NextLetter,
    GenerationView Names,
    LensView Lens,
    ExplainView Explanation,
    TrickView Trick
);
