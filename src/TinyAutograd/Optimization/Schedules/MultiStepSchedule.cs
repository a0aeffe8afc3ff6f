namespace TinyAutograd;

/// <summary>Multiplied by gamma at each milestone: <c>lr·γ^(number of milestones ≤ i)</c>.</summary>
/// <param name="learningRate">The rate at first, ≥ 0.</param>
/// <param name="milestones">Numbers of updates, in any order; one that occurs twice counts twice.</param>
/// <param name="gamma">The factor, ≥ 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or not finite.</exception>
public sealed class MultiStepSchedule(
    double learningRate,
    IReadOnlyList<int> milestones,
    double gamma = 0.1
) : LearningRateSchedule
{
    private readonly double learningRate = Hyperparameter.NotNegative(
        learningRate,
        nameof(learningRate)
    );
    private readonly int[] milestones =
    [
        .. milestones ?? throw new ArgumentNullException(nameof(milestones)),
    ];
    private readonly double gamma = Hyperparameter.NotNegative(gamma, nameof(gamma));

    /// <inheritdoc/>
    protected override double Rate(int step) =>
        learningRate * Math.Pow(gamma, milestones.Count(milestone => milestone <= step));
}
