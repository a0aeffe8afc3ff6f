namespace TinyAutograd;

/// <summary>Always the same rate.</summary>
/// <param name="learningRate">The rate, ≥ 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
public sealed class ConstantSchedule(double learningRate) : LearningRateSchedule
{
    private readonly double learningRate = Hyperparameter.NotNegative(
        learningRate,
        nameof(learningRate)
    );

    /// <inheritdoc/>
    protected override double Rate(int step) => learningRate;
}
