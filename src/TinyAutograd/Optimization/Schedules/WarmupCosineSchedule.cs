namespace TinyAutograd;

/// <summary>A linear warm-up to the peak, half a cosine down to the least rate, then constant: what GPTs are trained with.</summary>
/// <param name="peakLearningRate">The rate at update <paramref name="warmupSteps"/>, ≥ 0.</param>
/// <param name="warmupSteps">Number of updates of the warm-up, ≥ 0.</param>
/// <param name="decaySteps">The update from which on the rate is the least, above <paramref name="warmupSteps"/>.</param>
/// <param name="minLearningRate">The least rate, ≥ 0.</param>
/// <param name="startsAtZero">The warm-up is <c>peak·i / warmup</c>, whose first update does nothing, instead of <c>peak·(i + 1) / (warmup + 1)</c>.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
/// <remarks>After the warm-up, with <c>r = (i − warmup) / (decay − warmup)</c>: <c>min + ½(1 + cos(π·r))·(peak − min)</c>. Source: nanoGPT, train.py.</remarks>
public sealed class WarmupCosineSchedule(
    double peakLearningRate,
    int warmupSteps,
    int decaySteps,
    double minLearningRate = 0,
    bool startsAtZero = false
) : LearningRateSchedule
{
    private readonly double peak = Hyperparameter.NotNegative(
        peakLearningRate,
        nameof(peakLearningRate)
    );
    private readonly double least = Hyperparameter.NotNegative(
        minLearningRate,
        nameof(minLearningRate)
    );
    private readonly int warmup = Hyperparameter.AtLeast(0, warmupSteps, nameof(warmupSteps));
    private readonly int decay = Hyperparameter.AtLeast(
        warmupSteps + 1,
        decaySteps,
        nameof(decaySteps)
    );

    /// <inheritdoc/>
    protected override double Rate(int step)
    {
        if (step < warmup)
        {
            return startsAtZero ? peak * step / warmup : peak * (step + 1.0) / (warmup + 1.0);
        }
        return Cosine(peak, least, Math.Min((double)(step - warmup) / (decay - warmup), 1));
    }
}
