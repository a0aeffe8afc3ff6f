namespace TinyTransformerLab;

/// <summary>A word to look at.</summary>
internal sealed record WordRequest(string Word);

/// <summary>One head, layer and head from 0.</summary>
internal sealed record HeadRequest(int Layer, int Head);

/// <summary>A letter of a word, from 0; the last unless told.</summary>
internal sealed record ExplainRequest(string Word, int? Index = null);

/// <summary>What stands before the next letter, and how it would be chosen.</summary>
internal sealed record NextLetterRequest(string Prefix, SamplingOptions? Sampling = null);

/// <summary>Items to write; the session's seed decides the draws unless told.</summary>
internal sealed record GenerateRequest(
    int Count,
    SamplingOptions? Sampling = null,
    string Prefix = "",
    long? Seed = null
);

/// <summary>A word, a head, and the seed of the random projection.</summary>
internal sealed record TrickRequest(string Word, int Layer, int Head, long? Seed = null);

/// <summary>No arguments: <c>{}</c>.</summary>
internal sealed record NoArguments;

/// <summary>How many updates to make.</summary>
internal sealed record StepRequest(int N);

/// <summary>What may change while training.</summary>
internal sealed record SetRequest(double? LearningRate = null, int? BatchSize = null);

/// <summary>What to build; the present seed unless told.</summary>
internal sealed record BuildRequest(LabPreset Preset, string? OwnText = null, long? Seed = null);

/// <summary>Everything that a page needs to begin.</summary>
/// <param name="Build">Number of the session.</param>
/// <param name="Info">What is fixed while it trains.</param>
/// <param name="Chapters">What the boxes of the strip do.</param>
/// <param name="DefaultWord">A word to begin with.</param>
/// <param name="State">As the event <c>state</c>.</param>
/// <param name="Curve">The loss over the steps.</param>
/// <param name="Samples">The whole log of babble.</param>
/// <param name="MostWatchers">Pages that may watch at the same time.</param>
internal sealed record LabDocument(
    int Build,
    LabInfo Info,
    IReadOnlyList<Chapter> Chapters,
    string DefaultWord,
    object State,
    LossCurve Curve,
    IReadOnlyList<SampleLine> Samples,
    int MostWatchers
);

/// <summary>The event <c>info</c>: another session has begun.</summary>
internal sealed record InfoEvent(
    int Build,
    LabInfo Info,
    IReadOnlyList<Chapter> Chapters,
    string DefaultWord
);

/// <summary>The event <c>curve</c>.</summary>
internal sealed record CurveEvent(int Build, LossCurve Curve);

/// <summary>The event <c>samples</c>: the lines of the log from number <paramref name="From"/> (from 0) on.</summary>
internal sealed record SamplesEvent(int Build, int From, IReadOnlyList<SampleLine> Lines);
