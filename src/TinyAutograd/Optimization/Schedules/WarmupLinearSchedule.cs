namespace TinyAutograd;

/// <summary>A linear warm-up from 0 to the peak, then a straight line down to 0: <c>peak·i / warmup</c>, then <c>peak·(total − i) / (total − warmup)</c>.</summary>
/// <param name="peakLearningRate">The rate at update <paramref name="warmupSteps"/>, ≥ 0.</param>
/// <param name="warmupSteps">Number of updates of the warm-up, ≥ 0.</param>
/// <param name="totalSteps">The update from which on the rate is 0, above <paramref name="warmupSteps"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
public sealed class WarmupLinearSchedule(double peakLearningRate, int warmupSteps, int totalSteps)
    : LearningRateSchedule
{
    private readonly double peak = Hyperparameter.NotNegative(
        peakLearningRate,
        nameof(peakLearningRate)
    );
    private readonly int warmup = Hyperparameter.AtLeast(0, warmupSteps, nameof(warmupSteps));
    private readonly int total = Hyperparameter.AtLeast(
        warmupSteps + 1,
        totalSteps,
        nameof(totalSteps)
    );

    /// <inheritdoc/>
    protected override double Rate(int step) =>
        step < warmup
            ? peak * step / warmup
            : peak * Math.Max(0, (double)(total - step) / (total - warmup));
}
