using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>How the held-out losses of a training have gone.</summary>
/// <param name="BestLoss">The lowest, in nats per predicted token; infinite before the first.</param>
/// <param name="BestStep">Number of the update behind which it was measured; 0 before the first.</param>
/// <param name="CountSinceBest">Evaluations since then.</param>
public readonly record struct EvaluationProgress(double BestLoss, int BestStep, int CountSinceBest)
{
    /// <summary>Before the first evaluation.</summary>
    internal static EvaluationProgress None { get; } = new(double.PositiveInfinity, 0, 0);
}

/// <summary>The best weights so far, and how long ago they were found.</summary>
internal sealed class Evaluation<T>(IReadOnlyList<Parameter<T>> parameters)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Not before it is needed: it is as large as the model.
    private WeightSnapshot<T>? best;

    public EvaluationProgress Progress { get; private set; } = EvaluationProgress.None;

    /// <summary>The best weights under their names; empty before the first evaluation.</summary>
    public IEnumerable<KeyValuePair<string, Variable<T>>> BestWeights => best?.Weights ?? [];

    /// <summary>A held-out loss was measured: NaN is no improvement.</summary>
    public void Add(int step, double loss)
    {
        if (!(loss < Progress.BestLoss))
        {
            Progress = Progress with { CountSinceBest = Progress.CountSinceBest + 1 };
            return;
        }
        Progress = new EvaluationProgress(loss, step, 0);
        best ??= new WeightSnapshot<T>(parameters);
        best.Take();
    }

    /// <summary>Gives the model its best weights back.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public void RestoreBest()
    {
        if (best is not { IsTaken: true })
        {
            throw new InvalidOperationException(
                "There are no best weights yet: no held-out loss has been measured. Set an evaluation interval, and train that far."
            );
        }
        best.Restore();
    }

    /// <summary>Continues where another stood.</summary>
    public void Restore(
        EvaluationProgress progress,
        IReadOnlyDictionary<string, Variable<T>> bestWeights
    )
    {
        Progress = progress;
        if (progress.BestStep > 0)
        {
            best = new WeightSnapshot<T>(parameters);
            best.Take(bestWeights);
        }
    }
}
