namespace TinyTransformerLab;

/// <summary>How far a session's training is.</summary>
public enum LabStatus
{
    /// <summary>At step 0: fresh weights.</summary>
    Untrained,

    /// <summary>Between the first and the last scheduled step.</summary>
    Training,

    /// <summary>All scheduled steps are made; more may follow at the final rate.</summary>
    Finished,

    /// <summary>The last update was refused: loss or gradient were not finite. The weights are the last good ones.</summary>
    Diverged,
}

/// <summary>One update.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Loss">Of the batch, before the update, in nats per predicted character.</param>
/// <param name="SmoothLoss">Mean loss of the last updates, at most <see cref="LossCurve.SmoothingWindow"/>.</param>
/// <param name="LearningRate">Of this update.</param>
/// <param name="GradientNorm">Before clipping.</param>
/// <param name="IsClipped">Whether the gradient was scaled down.</param>
/// <param name="UpdateRatio">‖change of the weights‖ / ‖weights‖, over all weights.</param>
/// <param name="LettersSeen">Predicted characters since step 0.</param>
/// <param name="HeldOutLoss">Where it was measured after this update, else null.</param>
public sealed record TrainingPoint(
    int Step,
    double Loss,
    double SmoothLoss,
    double LearningRate,
    double GradientNorm,
    bool IsClipped,
    double UpdateRatio,
    long LettersSeen,
    double? HeldOutLoss
);

/// <summary>Where a training stands.</summary>
/// <param name="Status">How far it is.</param>
/// <param name="Message">Why it stopped, or what is suspicious; null if nothing.</param>
/// <param name="Step">Updates so far.</param>
/// <param name="TotalSteps">Scheduled updates.</param>
/// <param name="Last">The last update; null at step 0.</param>
/// <param name="HeldOutLoss">The last measured, nats per predicted character.</param>
/// <param name="Perplexity">e^held-out loss: as if choosing among so many letters.</param>
/// <param name="NextLearningRate">The rate of the next update.</param>
/// <param name="PeakLearningRate">The peak of the schedule, as set.</param>
/// <param name="BatchSize">Items per update, as set.</param>
/// <param name="StartLoss">Held-out loss at step 0.</param>
/// <param name="StartIsSuspicious">Whether the start was off ln V by more than 0.2.</param>
public sealed record TrainingState(
    LabStatus Status,
    string? Message,
    int Step,
    int TotalSteps,
    TrainingPoint? Last,
    double HeldOutLoss,
    double Perplexity,
    double NextLearningRate,
    double PeakLearningRate,
    int BatchSize,
    double StartLoss,
    bool StartIsSuspicious
);

/// <summary>The loss over the steps, few enough points to draw.</summary>
/// <param name="Raw">Buckets of neighbouring steps with least and largest loss.</param>
/// <param name="Smooth">The smoothed loss at the last step of each bucket.</param>
/// <param name="HeldOut">Every measured held-out loss; the first at step 0.</param>
public sealed record LossCurve(
    IReadOnlyList<CurveBucket> Raw,
    IReadOnlyList<CurvePoint> Smooth,
    IReadOnlyList<CurvePoint> HeldOut
)
{
    /// <summary>Updates over which the loss is averaged.</summary>
    public const int SmoothingWindow = 100;
}

/// <summary>Neighbouring steps in one.</summary>
/// <param name="From">First step.</param>
/// <param name="To">Last step.</param>
/// <param name="Least">Smallest loss.</param>
/// <param name="Largest">Largest loss.</param>
public sealed record CurveBucket(int From, int To, double Least, double Largest);

/// <summary>A loss at a step.</summary>
public sealed record CurvePoint(int Step, double Loss);

/// <summary>What the model babbled at a step.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="Items">Three items.</param>
public sealed record SampleLine(int Step, IReadOnlyList<GeneratedItem> Items);

/// <summary>The weights at a step, for a page that computes by itself.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="HeldOutLoss">Nats per predicted character.</param>
/// <param name="Weights">All weights in single precision, in the order of <see cref="LabSession.WeightLayout"/>.</param>
/// <param name="HeadKinds">What kind of head each one was then.</param>
public sealed record WeightSnapshot(
    int Step,
    double HeldOutLoss,
    float[] Weights,
    IReadOnlyList<HeadKindReport> HeadKinds
);

/// <summary>Where a parameter stands in <see cref="WeightSnapshot.Weights"/>.</summary>
/// <param name="Name">The parameter's name, GPT-2's: <c>h.0.attn.c_attn.weight</c>.</param>
/// <param name="Shape">Its sizes, outermost first; row-major.</param>
/// <param name="Offset">Where it starts.</param>
public sealed record WeightPlace(string Name, IReadOnlyList<int> Shape, int Offset);

/// <summary>What a saved training remembers of its records, so that those after a resume are the same.</summary>
/// <param name="LettersSeen">Predicted characters since step 0.</param>
/// <param name="RecentLosses">The losses of the last updates, at most <see cref="LossCurve.SmoothingWindow"/>.</param>
/// <param name="HeldOut">Every measured held-out loss.</param>
public sealed record LabProgress(
    long LettersSeen,
    IReadOnlyList<double> RecentLosses,
    IReadOnlyList<CurvePoint> HeldOut
);
