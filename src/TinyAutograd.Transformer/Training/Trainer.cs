using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <summary>Trains a GPT on items, one update at a time. It reports records, never prints, and reads no clock.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>The same options, and the same changes of rate and batch size at the same steps, give the same bits; also across
/// <see cref="CheckpointFile"/>.</remarks>
public sealed partial class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Rows that are evaluated at once: enough to keep the kernels busy, few enough to stay in the cache.
    private const int EvaluationRows = 64;

    // No epoch, whose numbers are the streams that batches are shuffled with.
    private const ulong DropoutStream = 0x64726F706F7574; // "dropout"

    private readonly IReadOnlyList<Parameter<T>> parameters;
    private readonly ShuffledBatches batches;
    private readonly IReadOnlyList<Batch> heldOut;
    private readonly AdamW<T> optimizer;
    private readonly WeightSnapshot<T> lastGood;
    private LearningRateSchedule schedule;

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
        Validate(options, model.Config);
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
        lastGood = new WeightSnapshot<T>(parameters);
        optimizer = CreateOptimizer(model, options);
        schedule = CreateSchedule(options);
    }

    /// <summary>What is trained.</summary>
    public Gpt<T> Model { get; }

    /// <summary>Training and held-out items.</summary>
    public ItemData Data { get; }

    /// <summary>Number of updates so far.</summary>
    public int StepCount { get; private set; }

    /// <summary>Where in the data the next batch begins.</summary>
    public DataPosition Position { get; private set; }

    /// <summary>The rate of the next update: the schedule's, at the present peak.</summary>
    public double NextLearningRate => schedule.At(StepCount);

    /// <summary>The batch of the next update, made anew at each call.</summary>
    public Batch NextBatch => batches.At(Position, BatchSize);

    /// <summary>Makes one update: gradients of a batch's loss, clipped to the largest global norm, then AdamW. After
    /// <see cref="TrainingOptions.Steps"/> updates the rate stays at its final share.</summary>
    /// <returns>What it did.</returns>
    /// <exception cref="ArithmeticException">Training diverged: the loss, the gradient or an updated weight is NaN or infinite. The weights
    /// are the last that gave a finite loss, from before the last update; training may go on with a lower <see cref="LearningRate"/>.
    /// An update that is undone so still counts as a step.</exception>
    public TrainingStep Step()
    {
        var step = checked(StepCount + 1);
        var (batch, rate) = (NextBatch, NextLearningRate);
        using var tape = new Tape<T>();
        var loss = Model.Loss(batch, DropoutOf(StepCount));
        var gradients = tape.Gradients(loss, of: parameters)
            .ClipByGlobalNorm(Options.MaxGradientNorm, out var norm);
        var lossValue = double.CreateChecked(loss.Item());
        if (!double.IsFinite(lossValue) || !double.IsFinite(norm))
        {
            throw Diverged(step, $"loss {Text(lossValue)}, gradient norm {Text(norm)}");
        }
        lastGood.Take();
        optimizer.LearningRate = rate;
        optimizer.Step(gradients);
        StepCount = step;
        Position = batches.After(Position, BatchSize);
        if (!parameters.All(parameter => TensorPrimitives.IsFiniteAll(parameter.Value.AsSpan())))
        {
            throw Diverged(step, "its update made weights infinite or NaN");
        }
        return new TrainingStep(
            step,
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

    /// <summary>What the optimizer remembers.</summary>
    internal OptimizerState<T> SaveState() => optimizer.SaveState();

    /// <summary>Continues where another trainer of the same data stood.</summary>
    internal void Restore(OptimizerState<T> state, int stepCount, DataPosition position)
    {
        optimizer.Restore(state);
        (StepCount, Position) = (stepCount, position);
    }

    // A generator for each update, from its number and the seed: a resumed run drops the same, and nothing has to be remembered.
    private RandomGenerator DropoutOf(int step) =>
        new RandomGenerator(Options.Seed).Fork(DropoutStream).Fork((ulong)step);

    private ArithmeticException Diverged(int step, string what)
    {
        var weights = "The weights are unchanged";
        if (lastGood.IsTaken)
        {
            lastGood.Restore();
            weights = "The weights are those from before the last update";
        }
        return new ArithmeticException(
            $"Training diverged at step {step}: {what}. {weights}. Try a learning rate below {Text(LearningRate)}."
        );
    }

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
