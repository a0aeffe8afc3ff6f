using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <summary>Trains a GPT, one update at a time. It reports records, never prints, and reads no clock.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>The same options, and the same changes of rate and batch size at the same steps, give the same bits; also across
/// <see cref="CheckpointFile"/>.</remarks>
public sealed partial class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // No epoch, whose numbers are the streams that batches are shuffled with.
    private const ulong DropoutStream = 0x64726F706F7574; // "dropout"

    private readonly IReadOnlyList<Parameter<T>> parameters;
    private readonly ShuffledBatches batches;
    private readonly IExamples heldOut;
    private readonly AdamW<T> optimizer;
    private readonly WeightSnapshot<T> lastGood;
    private readonly Evaluation<T> evaluation;
    private GradientAccumulator<T>? accumulator;
    private LearningRateSchedule schedule;

    /// <summary>A trainer at step 0.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="data">Training and held-out examples.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">An option is out of range, the data do not fit into the context, the vocabularies differ,
    /// or a parameter is frozen.</exception>
    public Trainer(Gpt<T> model, ITrainingData data, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        Validate(options, model.Config);
        if (model.Config.VocabularySize != data.VocabularySize)
        {
            throw new ArgumentException(
                $"The model has a vocabulary of {model.Config.VocabularySize} tokens, the data of {data.VocabularySize}.",
                nameof(data)
            );
        }
        if (model.Parameters.FirstOrDefault(parameter => parameter.IsFrozen) is { } frozen)
        {
            throw new ArgumentException(
                $"A trainer trains all parameters, and '{frozen.Name}' is frozen. Unfreeze the model, or write the loop with an optimizer of its TrainableParameters.",
                nameof(model)
            );
        }
        (Model, Data, Options) = (model, data, options);
        var context = model.Config.ContextLength;
        batches = data.Batches(context, options.BatchSize, options.Seed);
        heldOut = data.HeldOutExamples(context);
        parameters = model.Parameters;
        lastGood = new WeightSnapshot<T>(parameters);
        optimizer = CreateOptimizer(model, options);
        schedule = CreateSchedule(options);
        evaluation = new Evaluation<T>(parameters);
        model.RecomputesBlocks = options.RecomputesBlocks;
    }

    /// <summary>What is trained.</summary>
    public Gpt<T> Model { get; }

    /// <summary>Training and held-out examples.</summary>
    public ITrainingData Data { get; }

    /// <summary>Number of training examples: those of an epoch.</summary>
    public int ExampleCount => batches.ExampleCount;

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
    /// <exception cref="ArithmeticException">Training diverged: the loss, the gradient or an updated weight is NaN or infinite, or the loss is above
    /// <see cref="TrainingOptions.MaxLossFactor"/> times ln V. The weights are the last that gave a loss as it should be, from before the last update;
    /// training may go on with a lower <see cref="LearningRate"/>. An update that is undone so still counts as a step.</exception>
    public TrainingStep Step()
    {
        var done = Update();
        if (Options.EvaluationInterval == 0 || StepCount % Options.EvaluationInterval != 0)
        {
            return done;
        }
        var loss = HeldOutLoss();
        evaluation.Add(StepCount, loss);
        return done with { HeldOutLoss = loss };
    }

    private TrainingStep Update()
    {
        var (batch, dropout) = (NextBatch, DropoutOf(StepCount));
        if (Options.MicroBatchSize > 0 && Options.MicroBatchSize < BatchSize)
        {
            return UpdateInParts(batch, dropout);
        }
        using var tape = new Tape<T>();
        var loss = Model.Loss(batch, dropout);
        var gradients = tape.Gradients(loss, of: parameters);
        return Update(batch, double.CreateChecked(loss.Item()), gradients);
    }

    // A batch's loss is the mean over its n predicted tokens, a part's the mean over its nₖ: L = Σₖ (nₖ/n)·Lₖ, and so the gradient.
    private TrainingStep UpdateInParts(Batch batch, RandomGenerator dropout)
    {
        accumulator ??= new GradientAccumulator<T>(parameters);
        accumulator.Clear();
        var mean = 0.0;
        foreach (var part in batch.Split(Options.MicroBatchSize))
        {
            if (part.PredictionCount == 0)
            {
                continue;
            }
            var share = (double)part.PredictionCount / batch.PredictionCount;
            using var tape = new Tape<T>();
            var loss = Model.Loss(part, dropout);
            accumulator.Add(tape.Gradients(loss, of: parameters), share);
            mean += share * double.CreateChecked(loss.Item());
        }
        if (accumulator.Count == 0)
        {
            throw new InvalidOperationException(
                "There is nothing to predict in the batch: all its targets are ignored."
            );
        }
        using var workspace = new Workspace<T>();
        return Update(batch, mean, accumulator.Sum());
    }

    private TrainingStep Update(Batch batch, double loss, Gradients<T> gradients)
    {
        var (step, rate) = (checked(StepCount + 1), NextLearningRate);
        gradients = gradients.ClipByGlobalNorm(Options.MaxGradientNorm, out var norm);
        var mostLoss = Options.MaxLossFactor * Math.Log(Model.Config.VocabularySize);
        if (!(double.IsFinite(loss) && loss <= mostLoss && double.IsFinite(norm)))
        {
            throw Diverged(step, $"loss {Text(loss)}, gradient norm {Text(norm)}");
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
            loss,
            rate,
            norm,
            norm > Options.MaxGradientNorm,
            batch.PredictionCount
        );
    }

    /// <summary>What the optimizer remembers.</summary>
    internal OptimizerState<T> SaveState() => optimizer.SaveState();

    /// <summary>Continues where another trainer of the same data stood.</summary>
    internal void Restore(
        OptimizerState<T> state,
        TrainingProgress progress,
        IReadOnlyDictionary<string, Variable<T>> bestWeights
    )
    {
        optimizer.Restore(state);
        (StepCount, Position) = (progress.StepCount, progress.Position);
        evaluation.Restore(progress.Evaluation, bestWeights);
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
