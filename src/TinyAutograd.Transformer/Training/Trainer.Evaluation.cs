using System.Numerics;

namespace TinyAutograd.Transformer;

/// <content>How well it does on what it does not train on.</content>
public sealed partial class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Rows that are evaluated at once: enough to keep the kernels busy, few enough to stay in the cache.
    private const int MostEvaluationRows = 64;

    // Of large models so many that a result of an evaluation has at most as many numbers as this.
    private const int MostEvaluationNumbers = 1 << 24;

    /// <summary>How the held-out losses have gone, which are measured every <see cref="TrainingOptions.EvaluationInterval"/> updates.</summary>
    public EvaluationProgress Evaluation => evaluation.Progress;

    /// <summary>Whether the held-out loss has not improved for <see cref="TrainingOptions.Patience"/> evaluations: further updates are
    /// likely to fit the training examples only.</summary>
    public bool HasStopped => Options.Patience > 0 && Evaluation.CountSinceBest >= Options.Patience;

    /// <summary>Gives the model the weights with the lowest held-out loss that was measured.</summary>
    /// <exception cref="InvalidOperationException">None was measured yet.</exception>
    public void RestoreBestWeights() => evaluation.RestoreBest();

    /// <summary>Loss of the held-out examples in nats per predicted token, an item's end mark counted.</summary>
    public double HeldOutLoss()
    {
        var perplexity = new Perplexity();
        foreach (var batch in HeldOutBatches())
        {
            using var workspace = new Workspace<T>();
            perplexity.Add(double.CreateChecked(Model.Loss(batch).Item()), batch.PredictionCount);
        }
        return perplexity.MeanLoss;
    }

    /// <summary>The best weights under their names; none before the first evaluation.</summary>
    internal IEnumerable<KeyValuePair<string, Variable<T>>> BestWeights => evaluation.BestWeights;

    private IEnumerable<Batch> HeldOutBatches()
    {
        var rows = (int)
            Math.Clamp(MostEvaluationNumbers / NumbersPerRow(Model.Config), 1, MostEvaluationRows);
        for (var first = 0; first < heldOut.Count; first += rows)
        {
            var start = first;
            yield return Batch.Read(
                heldOut,
                Math.Min(rows, heldOut.Count - start),
                row => start + row
            );
        }
    }
}
