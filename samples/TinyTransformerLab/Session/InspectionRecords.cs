namespace TinyTransformerLab;

/// <summary>A typed word as the model can read it.</summary>
/// <param name="Typed">What was typed.</param>
/// <param name="Used">What is looked at.</param>
/// <param name="Notes">What was changed, and why: nothing is dropped silently.</param>
public sealed record LabWord(string Typed, string Used, IReadOnlyList<string> Notes);

/// <summary>Where all heads look.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Word">What they read.</param>
/// <param name="Maps">L·H maps, layer by layer.</param>
/// <param name="HeadKinds">L·H reports over held-out items.</param>
public sealed record AttentionView(
    int Step,
    LabWord Word,
    IReadOnlyList<AttentionMap> Maps,
    IReadOnlyList<HeadKindReport> HeadKinds
);

/// <summary>What the loss does without one head.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="ItemCount">Held-out items that were read.</param>
/// <param name="Heads">The heads asked for.</param>
public sealed record AblationView(int Step, int ItemCount, IReadOnlyList<HeadAblation> Heads);

/// <summary>What the model would say early.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Word">What it reads.</param>
/// <param name="Tokens">T texts, the mark first.</param>
/// <param name="Letters">V texts, the mark first.</param>
/// <param name="Stages">L + 1 stages, each (T, V) probabilities.</param>
public sealed record LensView(
    int Step,
    LabWord Word,
    IReadOnlyList<string> Tokens,
    IReadOnlyList<string> Letters,
    IReadOnlyList<LogitLensStage> Stages
);

/// <summary>Why a letter would come next.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Word">What the model reads.</param>
/// <param name="Attribution">What each position contributes.</param>
public sealed record ExplainView(int Step, LabWord Word, LetterAttribution Attribution);

/// <summary>The trick behind attention.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Word">What the head reads.</param>
/// <param name="Trick">X and the five steps.</param>
/// <param name="Toy">The same average on numbers that can be checked in the head.</param>
/// <param name="Dial">Why scores are divided by √D, for growing D.</param>
public sealed record TrickView(
    int Step,
    LabWord Word,
    AttentionTrick Trick,
    TrickToy Toy,
    IReadOnlyList<DotProductVariance> Dial
);

/// <summary>The worked toy: the average of the past of four rows.</summary>
/// <param name="Input">X = (1, 0), (3, 2), (2, 4), (6, 2).</param>
/// <param name="Weights">W, from the product.</param>
/// <param name="Result">Y, from the product.</param>
public sealed record TrickToy(
    IReadOnlyList<IReadOnlyList<double>> Input,
    IReadOnlyList<IReadOnlyList<double>> Weights,
    IReadOnlyList<IReadOnlyList<double>> Result
);

/// <summary>The tape of one training step.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Loss">Of the batch.</param>
/// <param name="BatchSize">Items in the batch.</param>
/// <param name="EntryCount">Number of entries.</param>
/// <param name="Groups">The entries by module, in order.</param>
public sealed record TapeView(
    int Step,
    double Loss,
    int BatchSize,
    int EntryCount,
    IReadOnlyList<TapeGroup> Groups
);

/// <summary>The entries of one module.</summary>
/// <param name="Name">For example <c>block 1 · attention</c>.</param>
/// <param name="Rows">In order.</param>
public sealed record TapeGroup(string Name, IReadOnlyList<TapeRow> Rows);

/// <summary>One entry of the tape. Times are measured and differ from run to run; all else does not.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Op">Name and attributes.</param>
/// <param name="Inputs">What it read: <c>#3</c>, or a parameter's name.</param>
/// <param name="Shape">Of its result.</param>
/// <param name="ForwardMicroseconds">Time to compute it.</param>
/// <param name="BackwardMicroseconds">Time of its backward rule; 0 if it is not on the way to a parameter.</param>
/// <param name="GradientNorm">‖∂loss/∂result‖; null if the loss does not depend on it.</param>
public sealed record TapeRow(
    int Number,
    string Op,
    IReadOnlyList<string> Inputs,
    string Shape,
    double ForwardMicroseconds,
    double BackwardMicroseconds,
    double? GradientNorm
);

/// <summary>The gradient check of this very model: backward pass against differences, in double precision.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Passed">Whether nothing is wrong and something was shown.</param>
/// <param name="ParameterCount">Parameters that were checked.</param>
/// <param name="WeightCount">Their weights.</param>
/// <param name="Comparisons">Number of comparisons.</param>
/// <param name="Right">Those that agree.</param>
/// <param name="Wrong">Those that do not.</param>
/// <param name="Undecided">Those without a derivative there, or too noisy to tell.</param>
/// <param name="WorstRelativeError">The largest difference relative to the derivative, or to a thousandth of the largest derivative where that is
/// more: a derivative of 0 leaves only noise.</param>
/// <param name="WorstInput">Where.</param>
public sealed record CheckView(
    int Step,
    bool Passed,
    int ParameterCount,
    long WeightCount,
    int Comparisons,
    int Right,
    int Wrong,
    int Undecided,
    double WorstRelativeError,
    string WorstInput
);
