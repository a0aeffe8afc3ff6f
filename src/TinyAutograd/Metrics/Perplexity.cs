namespace TinyAutograd;

/// <summary>The number of equally likely choices that a model is as unsure as: <c>exp(Σ nₖ·Lₖ / Σ nₖ)</c> over batches of nₖ predictions with mean loss
/// Lₖ.</summary>
public sealed class Perplexity
{
    private double sum;

    /// <summary>How many predictions were added.</summary>
    public long PredictionCount { get; private set; }

    /// <summary>Adds a batch.</summary>
    /// <param name="meanLoss">Its mean cross-entropy, in nats per prediction.</param>
    /// <param name="predictionCount">Over how many predictions that is the mean, ≥ 0; a batch of none changes nothing, whatever its mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public void Add(double meanLoss, long predictionCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(predictionCount);
        if (predictionCount > 0)
        {
            sum += meanLoss * predictionCount;
            PredictionCount += predictionCount;
        }
    }

    /// <summary>The mean cross-entropy over all predictions, in nats; NaN before the first.</summary>
    public double MeanLoss => sum / PredictionCount;

    /// <summary>The perplexity, ≥ 1 for the losses of probabilities; NaN before the first prediction.</summary>
    public double Value => Math.Exp(MeanLoss);
}
