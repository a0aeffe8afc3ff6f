namespace TinyAutograd;

/// <summary>Multiplied by gamma at each update: <c>lr·γⁱ</c>.</summary>
/// <param name="learningRate">The rate at first, ≥ 0.</param>
/// <param name="gamma">The factor, ≥ 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
public sealed class ExponentialSchedule(double learningRate, double gamma) : LearningRateSchedule
{
    private readonly double learningRate = Hyperparameter.NotNegative(
        learningRate,
        nameof(learningRate)
    );
    private readonly double gamma = Hyperparameter.NotNegative(gamma, nameof(gamma));

    /// <inheritdoc/>
    protected override double Rate(int step) => learningRate * Math.Pow(gamma, step);
}
