namespace TinyAutograd.Transformer;

/// <summary>What one update did.</summary>
/// <param name="Step">Number of the update, from 1.</param>
/// <param name="Loss">Loss of the batch before the update, in nats per predicted character.</param>
/// <param name="LearningRate">The rate of this update.</param>
/// <param name="GradientNorm">Global norm of the gradients before clipping.</param>
/// <param name="IsClipped">Whether the gradients were scaled down.</param>
/// <param name="PredictionCount">Characters that were predicted.</param>
public sealed record TrainingStep(
    int Step,
    double Loss,
    double LearningRate,
    double GradientNorm,
    bool IsClipped,
    int PredictionCount
)
{
    /// <summary>Loss of the held-out examples after the update, in nats per predicted token, where it was measured.</summary>
    public double? HeldOutLoss { get; init; }
}
