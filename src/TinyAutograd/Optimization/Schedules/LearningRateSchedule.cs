namespace TinyAutograd;

/// <summary>The learning rate as a function of the number of the update. Immutable.</summary>
/// <remarks>Used as <c>optimizer.LearningRate = schedule.At(step)</c> before each step. Nothing has to be saved but the number of the step.</remarks>
public abstract class LearningRateSchedule
{
    /// <summary>The rate of one update.</summary>
    /// <param name="step">Number of the update, from 0.</param>
    /// <returns>The rate, ≥ 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double At(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return Rate(step);
    }

    /// <summary>The rate of update <paramref name="step"/> ≥ 0.</summary>
    protected abstract double Rate(int step);

    /// <summary>From <paramref name="start"/> to <paramref name="end"/> along half a cosine; <paramref name="share"/> in [0, 1] of the way.</summary>
    internal static double Cosine(double start, double end, double share) =>
        end + 0.5 * (1 + Math.Cos(Math.PI * share)) * (start - end);

    /// <summary>From <paramref name="start"/> to <paramref name="end"/> along a straight line.</summary>
    internal static double Line(double start, double end, double share) =>
        start + (end - start) * share;
}
