using System.Numerics;

namespace TinyAutograd.Transformer;

/// <content>How it trains: the options, what may change between two updates, and what is made of them.</content>
public sealed partial class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How it is trained now: the options that were given, with the present rate and batch size.</summary>
    public TrainingOptions Options { get; private set; }

    /// <summary>Peak learning rate from the next update on: the schedule keeps its shape and its place, and is scaled to this peak.</summary>
    /// <exception cref="ArgumentException">The value is not positive and finite.</exception>
    public double LearningRate
    {
        get => Options.LearningRate;
        set
        {
            Change(Options with { LearningRate = value });
            schedule = CreateSchedule(Options);
        }
    }

    /// <summary>B, items per update, from the next update on. The present epoch goes on with the items that it has not shown yet.</summary>
    /// <exception cref="ArgumentException">The value is below 1, or one array could not hold a batch's numbers.</exception>
    public int BatchSize
    {
        get => Options.BatchSize;
        set => Change(Options with { BatchSize = value });
    }

    /// <summary>AdamW as GPT-2 is trained: weights with two or more axes decay, biases and gains do not.</summary>
    internal static AdamW<T> CreateOptimizer(Gpt<T> model, TrainingOptions options)
    {
        var byDecay = model.Parameters.ToLookup(parameter => parameter.Shape.Rank >= 2);
        return new AdamW<T>(
            [
                new ParameterGroup<T>([.. byDecay[true]]),
                new ParameterGroup<T>([.. byDecay[false]], weightDecay: 0),
            ],
            options.LearningRate,
            options.Beta1,
            options.Beta2,
            weightDecay: options.WeightDecay
        );
    }

    /// <summary>Throws if a setting is impossible, alone or with this model.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal static void Validate(TrainingOptions options, GptConfig config)
    {
        options.Validate();
        var isSplit = options.MicroBatchSize > 0 && options.MicroBatchSize < options.BatchSize;
        ThrowIfTooLarge(
            "batch size",
            options.BatchSize,
            isSplit ? config.ContextLength : NumbersPerRow(config)
        );
        if (isSplit)
        {
            ThrowIfTooLarge("micro-batch size", options.MicroBatchSize, NumbersPerRow(config));
        }

        static void ThrowIfTooLarge(string what, int size, long perExample)
        {
            if (size > Shape.MaxElementCount / perExample)
            {
                throw new ArgumentException(
                    $"The {what} is {size}; with {perExample} numbers per example a tensor holds at most {Shape.MaxElementCount / perExample}."
                );
            }
        }
    }

    // The widest results of a pass have shapes (B·T, V) and (B, T, 4·C).
    private static long NumbersPerRow(GptConfig config) =>
        (long)config.ContextLength * Math.Max(config.VocabularySize, 4L * config.ChannelCount);

    private void Change(TrainingOptions options)
    {
        Validate(options, Model.Config);
        Options = options;
    }

    // A run that is shorter than its warm-up only rises.
    private static WarmupCosineSchedule CreateSchedule(TrainingOptions options) =>
        new(
            options.LearningRate,
            options.WarmUpSteps,
            Math.Max(options.Steps, options.WarmUpSteps + 1),
            options.LearningRate * options.FinalLearningRateShare
        );
}
