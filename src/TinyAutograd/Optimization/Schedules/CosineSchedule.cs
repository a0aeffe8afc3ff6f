namespace TinyAutograd;

/// <summary>Half a cosine from the rate down to the least, then constant: <c>min + ½(1 + cos(π·i / steps))·(lr − min)</c>.</summary>
/// <param name="learningRate">The rate at update 0, ≥ 0.</param>
/// <param name="steps">The update from which on the rate is the least, ≥ 1.</param>
/// <param name="minLearningRate">The least rate, ≥ 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
/// <remarks>Source: Loshchilov and Hutter 2017, eq. 5, without restarts.</remarks>
public sealed class CosineSchedule(double learningRate, int steps, double minLearningRate = 0)
    : LearningRateSchedule
{
    private readonly double learningRate = Hyperparameter.NotNegative(
        learningRate,
        nameof(learningRate)
    );
    private readonly double minLearningRate = Hyperparameter.NotNegative(
        minLearningRate,
        nameof(minLearningRate)
    );
    private readonly int steps = Hyperparameter.AtLeast(1, steps, nameof(steps));

    /// <inheritdoc/>
    protected override double Rate(int step) =>
        Cosine(learningRate, minLearningRate, Math.Min((double)step / steps, 1));
}
