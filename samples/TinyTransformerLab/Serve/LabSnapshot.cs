namespace TinyTransformerLab;

/// <summary>The live lab at one moment. Immutable, so that any thread may read it.</summary>
/// <param name="Version">Rises from one to the next.</param>
/// <param name="Build">Number of the session, from 1: each reset and each build begins another.</param>
/// <param name="Info">What is fixed while it trains.</param>
/// <param name="Chapters">What the boxes of the strip do.</param>
/// <param name="DefaultWord">A word to begin with.</param>
/// <param name="State">Where training stands.</param>
/// <param name="IsRunning">Whether it goes on by itself.</param>
/// <param name="LettersPerSecond">Predicted characters per second while it last trained; null before.</param>
/// <param name="Curve">The loss over the steps; while running up to half a second old.</param>
/// <param name="Samples">The log of babble, from its beginning.</param>
internal sealed record LabSnapshot(
    long Version,
    int Build,
    LabInfo Info,
    IReadOnlyList<Chapter> Chapters,
    string DefaultWord,
    TrainingState State,
    bool IsRunning,
    double? LettersPerSecond,
    LossCurve Curve,
    IReadOnlyList<SampleLine> Samples
);
