namespace TinyAutograd;

/// <summary>Up to a high rate and down to nearly nothing in one run, while the momentum goes the other way.</summary>
/// <remarks>
/// <para>From <c>max / startDivisor</c> up to max over the first share of the run, then down to <c>max / startDivisor / finalDivisor</c>; with
/// three phases first down to where it began, as slowly as it rose. The last value stays after the run.</para>
/// <para>Source: Smith and Topin 2018, in PyTorch's form.</para>
/// </remarks>
public sealed class OneCycleSchedule : LearningRateSchedule
{
    private readonly Phase[] phases;
    private readonly bool isLinear;

    private readonly record struct Phase(
        double End,
        double StartRate,
        double EndRate,
        double StartMomentum,
        double EndMomentum
    );

    /// <summary>A cycle.</summary>
    /// <param name="maxLearningRate">The highest rate, ≥ 0.</param>
    /// <param name="totalSteps">Number of updates of the run.</param>
    /// <param name="riseShare">Share of the run in which the rate rises; more than one update, and less than the run (half of it with three phases).</param>
    /// <param name="startDivisor">The highest rate divided by the first, > 0.</param>
    /// <param name="finalDivisor">The first rate divided by the last, > 0.</param>
    /// <param name="baseMomentum">The lowest momentum, at the highest rate, ≥ 0.</param>
    /// <param name="maxMomentum">The highest momentum, ≥ 0.</param>
    /// <param name="isLinear">Straight lines instead of half cosines.</param>
    /// <param name="hasThreePhases">Up, down to where it began, down to the last.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the rise is too short or too long.</exception>
    public OneCycleSchedule(
        double maxLearningRate,
        int totalSteps,
        double riseShare = 0.3,
        double startDivisor = 25,
        double finalDivisor = 1e4,
        double baseMomentum = 0.85,
        double maxMomentum = 0.95,
        bool isLinear = false,
        bool hasThreePhases = false
    )
    {
        var max = Hyperparameter.NotNegative(maxLearningRate, nameof(maxLearningRate));
        var first = max / Hyperparameter.Positive(startDivisor, nameof(startDivisor));
        var last = first / Hyperparameter.Positive(finalDivisor, nameof(finalDivisor));
        Hyperparameter.NotNegative(baseMomentum, nameof(baseMomentum));
        Hyperparameter.NotNegative(maxMomentum, nameof(maxMomentum));
        var rise = riseShare * totalSteps - 1;
        var end = totalSteps - 1;
        if (!(rise > 0) || !((hasThreePhases ? 2 * rise : rise) < end))
        {
            throw new ArgumentException(
                $"OneCycleSchedule: a rise over {riseShare} of {totalSteps} updates leaves no room for its phases.",
                nameof(riseShare)
            );
        }
        this.isLinear = isLinear;
        var up = new Phase(rise, first, max, maxMomentum, baseMomentum);
        phases = hasThreePhases
            ?
            [
                up,
                new Phase(2 * rise, max, first, baseMomentum, maxMomentum),
                new Phase(end, first, last, maxMomentum, maxMomentum),
            ]
            : [up, new Phase(end, max, last, baseMomentum, maxMomentum)];
    }

    /// <summary>The momentum (or Adam's beta1) of one update.</summary>
    /// <param name="step">Number of the update, from 0.</param>
    /// <returns>Between the lowest and the highest momentum.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double MomentumAt(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        var (phase, share) = Find(step);
        return Between(phase.StartMomentum, phase.EndMomentum, share);
    }

    /// <inheritdoc/>
    protected override double Rate(int step)
    {
        var (phase, share) = Find(step);
        return Between(phase.StartRate, phase.EndRate, share);
    }

    private (Phase Phase, double Share) Find(int step)
    {
        var start = 0.0;
        foreach (var phase in phases.AsSpan()[..^1])
        {
            if (step <= phase.End)
            {
                return (phase, (step - start) / (phase.End - start));
            }
            start = phase.End;
        }
        return (phases[^1], Math.Min((step - start) / (phases[^1].End - start), 1));
    }

    private double Between(double start, double end, double share) =>
        isLinear ? Line(start, end, share) : Cosine(start, end, share);
}
