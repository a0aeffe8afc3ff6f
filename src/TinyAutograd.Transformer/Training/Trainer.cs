using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Trains a GPT on items, one update at a time. It reports records, never prints, and reads no clock.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Rows that are evaluated at once: enough to keep the kernels busy, few enough to stay in the cache.
    private const int EvaluationRows = 64;

    private readonly IReadOnlyList<Parameter<T>> parameters;
    private readonly ShuffledBatches batches;
    private readonly IReadOnlyList<Batch> heldOut;
    private readonly AdamW<T> optimizer;
    private readonly LearningRateSchedule schedule;

    /// <summary>A trainer at step 0.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="data">Training and held-out items.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">An option is out of range, an item does not fit into the context, or the vocabularies differ.</exception>
    public Trainer(Gpt<T> model, ItemData data, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (model.Config.VocabularySize != data.Tokenizer.VocabularySize)
        {
            throw new ArgumentException(
                $"The model has a vocabulary of {model.Config.VocabularySize} tokens, the data of {data.Tokenizer.VocabularySize}.",
                nameof(data)
            );
        }
        var context = model.Config.ContextLength;
        if (data.LongestLength > context - 1)
        {
            throw new ArgumentException(
                $"The longest item has {data.LongestLength} characters; a context of {context} holds {context - 1}. "
                    + $"Use a context of at least {data.LongestLength + 1}.",
                nameof(data)
            );
        }
        (Model, Data, Options) = (model, data, options);
        batches = new ShuffledBatches(
            data.Tokenizer,
            data.Training,
            context,
            options.BatchSize,
            options.Seed
        );
        heldOut =
        [
            .. data
                .HeldOut.Chunk(EvaluationRows)
                .Select(rows => Batch.Of(data.Tokenizer, rows, context)),
        ];
        parameters = model.Parameters;
        optimizer = CreateOptimizer(model, options);
        schedule = CreateSchedule(options);
    }

    /// <summary>What is trained.</summary>
    public Gpt<T> Model { get; }

    /// <summary>Training and held-out items.</summary>
    public ItemData Data { get; }

    /// <summary>How to train.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Number of updates so far.</summary>
    public int StepCount { get; private set; }

    /// <summary>SHIM</summary>
    public double LearningRate { get; set; } = 5e-3;

    /// <summary>SHIM</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>SHIM</summary>
    public double NextLearningRate => schedule.At(StepCount);

    /// <summary>SHIM</summary>
    public Batch NextBatch => batches[StepCount];

    /// <summary>Makes one update: gradients of a batch's loss, clipped to the largest global norm, then AdamW.</summary>
    /// <returns>What it did.</returns>
    /// <exception cref="ArithmeticException">The loss or the gradient is NaN or infinite; the weights are those before the update.</exception>
    public TrainingStep Step()
    {
        var batch = batches[StepCount];
        var rate = schedule.At(StepCount);
        using var tape = new Tape<T>();
        var loss = Model.Loss(batch);
        var gradients = tape.Gradients(loss, of: parameters)
            .ClipByGlobalNorm(Options.MaxGradientNorm, out var norm);
        var lossValue = double.CreateChecked(loss.Item());
        if (!double.IsFinite(lossValue) || !double.IsFinite(norm))
        {
            throw new ArithmeticException(
                $"Training diverged at step {StepCount + 1}: loss {lossValue}, gradient norm {norm}. Try a learning rate below {rate:G3}."
            );
        }
        optimizer.LearningRate = rate;
        optimizer.Step(gradients);
        StepCount++;
        return new TrainingStep(
            StepCount,
            lossValue,
            rate,
            norm,
            norm > Options.MaxGradientNorm,
            batch.PredictionCount
        );
    }

    /// <summary>Loss of the held-out items in nats per predicted character, the end mark counted.</summary>
    public double HeldOutLoss()
    {
        var sum = 0.0;
        var count = 0L;
        foreach (var batch in heldOut)
        {
            using var workspace = new Workspace<T>();
            sum += double.CreateChecked(Model.Loss(batch).Item()) * batch.PredictionCount;
            count += batch.PredictionCount;
        }
        return sum / count;
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

    // A run that is shorter than its warm-up only rises.
    private static WarmupCosineSchedule CreateSchedule(TrainingOptions options) =>
        new(
            options.LearningRate,
            options.WarmUpSteps,
            Math.Max(options.Steps, options.WarmUpSteps + 1),
            options.LearningRate * options.FinalLearningRateShare
        );
}
