namespace TinyTransformerLab;

/// <summary>What was asked for on the command line.</summary>
internal sealed record LabSettings
{
    public required string DataPath { get; init; }

    public required long Seed { get; init; }

    public required int LayerCount { get; init; }

    public required int HeadCount { get; init; }

    public required int ChannelCount { get; init; }

    public required int ContextLength { get; init; }

    public required TrainingOptions Training { get; init; }

    public required SamplingOptions Sampling { get; init; }

    public required int Count { get; init; }

    public required bool IsJson { get; init; }

    /// <summary>Where to save the trained model, if anywhere.</summary>
    public string? SavePath { get; init; }

    /// <summary>The saved model to generate with, if any.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Throws if a setting is impossible: before any work, not after it.</summary>
    public void Validate()
    {
        Training.Validate();
        Sampling.Validate();
        if (Count < 0)
        {
            throw new ArgumentException($"--count is {Count}; it must be 0 or more.");
        }
    }

    /// <summary>A generator for one purpose: all of them follow from the one seed, and none disturbs another.</summary>
    public RandomGenerator RandomFor(Purpose purpose) =>
        new RandomGenerator(Seed).Fork((ulong)purpose);
}
