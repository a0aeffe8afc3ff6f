namespace TinyAutograd;

/// <summary>Multiplied by gamma every so many updates: <c>lr·γ^⌊i / stepSize⌋</c>.</summary>
/// <param name="learningRate">The rate at first, ≥ 0.</param>
/// <param name="stepSize">Number of updates with the same rate, ≥ 1.</param>
/// <param name="gamma">The factor, ≥ 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
public sealed class StepSchedule(double learningRate, int stepSize, double gamma = 0.1)
    : LearningRateSchedule
{
    private readonly double learningRate = Hyperparameter.NotNegative(
        learningRate,
        nameof(learningRate)
    );
    private readonly int stepSize = Hyperparameter.AtLeast(1, stepSize, nameof(stepSize));
    private readonly double gamma = Hyperparameter.NotNegative(gamma, nameof(gamma));

    /// <inheritdoc/>
    protected override double Rate(int step) => learningRate * Math.Pow(gamma, step / stepSize);
}
