namespace TinyAutograd;

/// <summary>A straight line from one factor to another, then constant: <c>lr·(start + (end − start)·min(i / steps, 1))</c>.</summary>
/// <param name="learningRate">The rate that the factors multiply, ≥ 0.</param>
/// <param name="startFactor">The factor at update 0, ≥ 0.</param>
/// <param name="endFactor">The factor from update <paramref name="steps"/> on, ≥ 0.</param>
/// <param name="steps">Length of the line, ≥ 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
public sealed class LinearSchedule(
    double learningRate,
    int steps,
    double startFactor = 1.0 / 3,
    double endFactor = 1
) : LearningRateSchedule
{
    private readonly double learningRate = Hyperparameter.NotNegative(
        learningRate,
        nameof(learningRate)
    );
    private readonly int steps = Hyperparameter.AtLeast(1, steps, nameof(steps));
    private readonly double startFactor = Hyperparameter.NotNegative(
        startFactor,
        nameof(startFactor)
    );
    private readonly double endFactor = Hyperparameter.NotNegative(endFactor, nameof(endFactor));

    /// <inheritdoc/>
    protected override double Rate(int step) =>
        learningRate * Line(startFactor, endFactor, Math.Min((double)step / steps, 1));
}
