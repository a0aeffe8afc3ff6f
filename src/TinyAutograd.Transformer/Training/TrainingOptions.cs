using System.Globalization;

namespace TinyAutograd.Transformer;

/// <summary>How a model is trained. The defaults train the tiny GPT of the lab.</summary>
public sealed record TrainingOptions
{
    /// <summary>Number of updates.</summary>
    public int Steps { get; init; } = 5_000;

    /// <summary>B, examples per update.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak learning rate, per update.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>The rate at the end, as a share of the peak.</summary>
    public double FinalLearningRateShare { get; init; } = 0.1;

    /// <summary>Updates over which the rate rises to its peak.</summary>
    public int WarmUpSteps { get; init; } = 100;

    /// <summary>AdamW's memory of the gradient.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's memory of the squared gradient.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Decay of weights with two or more axes, per update and unit of learning rate. Biases and gains do not decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Gradients are scaled down to this global norm.</summary>
    public double MaxGradientNorm { get; init; } = 1.0;

    /// <summary>Decides the order of the examples.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many examples go through the model at once: the gradients of an update are accumulated from parts of so many, which
    /// gives the same up to rounding in less memory. 0: all of them.</summary>
    public int MicroBatchSize { get; init; }

    /// <summary>Whether the blocks' intermediate results are computed once more in the backward pass and not kept: the same bits, a third more
    /// time, and the memory of one block instead of all.</summary>
    public bool RecomputesBlocks { get; init; }

    /// <summary>Updates between two evaluations of the held-out examples; 0: none are made.</summary>
    public int EvaluationInterval { get; init; }

    /// <summary>Evaluations in a row without a new lowest loss after which training stops early; 0: it never does.</summary>
    public int Patience { get; init; }

    /// <summary>A loss above so many times ln V counts as divergence, as infinity does. A uniform guess loses ln V.</summary>
    public double MaxLossFactor { get; init; } = 1_000;

    /// <summary>Throws if a setting is impossible.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public void Validate()
    {
        Require(Steps >= 0, "number of steps", Steps, "0 or more");
        Require(BatchSize >= 1, "batch size", BatchSize, "1 or more");
        Require(
            LearningRate > 0 && double.IsFinite(LearningRate),
            "learning rate",
            LearningRate,
            "positive and finite"
        );
        Require(
            FinalLearningRateShare is >= 0 and <= 1,
            "final share of the learning rate",
            FinalLearningRateShare,
            "0 to 1"
        );
        Require(WarmUpSteps >= 0, "number of warm-up steps", WarmUpSteps, "0 or more");
        Require(Beta1 is >= 0 and < 1, "first beta", Beta1, "at least 0 and below 1");
        Require(Beta2 is >= 0 and < 1, "second beta", Beta2, "at least 0 and below 1");
        Require(
            WeightDecay >= 0 && double.IsFinite(WeightDecay),
            "weight decay",
            WeightDecay,
            "0 or more, and finite"
        );
        Require(MicroBatchSize >= 0, "micro-batch size", MicroBatchSize, "0 or more");
        Require(EvaluationInterval >= 0, "evaluation interval", EvaluationInterval, "0 or more");
        Require(Patience >= 0, "patience", Patience, "0 or more");
        Require(MaxLossFactor > 1, "factor of the largest loss", MaxLossFactor, "above 1");
        Require(MaxGradientNorm > 0, "largest gradient norm", MaxGradientNorm, "positive");
    }

    private static void Require(bool holds, string what, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {what} is {value}; it must be {range}."
                )
            );
        }
    }
}
