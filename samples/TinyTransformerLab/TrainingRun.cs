using System.Diagnostics;

namespace TinyTransformerLab;

/// <summary>One training from start to end, reported as it goes.</summary>
internal sealed class TrainingRun
{
    private const int StepsPerEvaluation = 500;
    private const double CountSmoothing = 0.1;

    private readonly LabSettings settings;
    private readonly Reporter reporter;

    /// <summary>Loads the data and builds the model. Everything that can be refused is refused here, before the first step.</summary>
    public TrainingRun(LabSettings settings, Reporter reporter)
    {
        (this.settings, this.reporter) = (settings, reporter);
        var data = ItemData.Load(settings.DataPath, settings.Seed);
        var model = settings.ModelPath is { } saved ? LoadModel(saved, data) : NewModel(data);
        Trainer = new Trainer<float>(model, data, settings.Training);
        if (settings.SavePath is { } path)
        {
            GptFile.ThrowIfNotWritable(path);
        }
    }

    public Trainer<float> Trainer { get; }

    public void Train(Interruption interruption)
    {
        reporter.Begin(Trainer);
        var watch = Stopwatch.StartNew();
        var recent = new Queue<double>();
        reporter.Evaluated(0, Trainer.HeldOutLoss());
        while (Trainer.StepCount < settings.Training.Steps && !interruption.IsRequested)
        {
            var step = Trainer.Step();
            recent.Enqueue(step.Loss);
            if (recent.Count > TrainingSummary.LossWindow)
            {
                recent.Dequeue();
            }
            reporter.Stepped(step, recent.Average(), watch.Elapsed);
            if (step.Step % StepsPerEvaluation == 0 && step.Step < settings.Training.Steps)
            {
                reporter.Evaluated(step.Step, Trainer.HeldOutLoss());
            }
        }
        var heldOutLoss = Trainer.HeldOutLoss();
        var seconds = watch.Elapsed.TotalSeconds;
        reporter.Evaluated(Trainer.StepCount, heldOutLoss);
        if (settings.SavePath is { } path)
        {
            GptFile.Save(path, Trainer.Model, Trainer.Data.Tokenizer);
        }
        var trainLoss = recent.Count > 0 ? recent.Average() : (double?)null;
        var summary = new TrainingSummary(
            Trainer.StepCount,
            trainLoss,
            heldOutLoss,
            seconds,
            Trainer.Model.Config.WeightCount
        );
        reporter.Trained(summary, CountLosses(), settings.SavePath);
    }

    private Gpt<float> NewModel(ItemData data)
    {
        var config = new GptConfig
        {
            VocabularySize = data.Tokenizer.VocabularySize,
            ContextLength = settings.ContextLength,
            LayerCount = settings.LayerCount,
            HeadCount = settings.HeadCount,
            ChannelCount = settings.ChannelCount,
        };
        return new Gpt<float>(config, settings.RandomFor(Purpose.Weights));
    }

    private static Gpt<float> LoadModel(string path, ItemData data)
    {
        var (model, tokenizer) = GptFile.Load<float>(path);
        return tokenizer.Characters == data.Tokenizer.Characters
            ? model
            : throw new ArgumentException(
                $"The model '{path}' knows the letters \"{tokenizer.Characters}\", the data has \"{data.Tokenizer.Characters}\". They must be the same."
            );
    }

    // The yardstick: what counting pairs, triples and fours gives on the same split.
    private double[] CountLosses() =>
        [
            .. Enumerable
                .Range(2, 3)
                .Select(order =>
                    new CountModel(
                        Trainer.Data.Tokenizer,
                        Trainer.Data.Training,
                        order,
                        CountSmoothing
                    ).Loss(Trainer.Data.HeldOut)
                ),
        ];
}

/// <summary>How a training ended.</summary>
/// <param name="Step">Updates made.</param>
/// <param name="TrainLoss">Mean loss of the last updates, up to <see cref="LossWindow"/>, in nats per character; null without any.</param>
/// <param name="HeldOutLoss">In nats per character, over all held-out items.</param>
/// <param name="Seconds">Time of the training with its evaluations.</param>
/// <param name="Weights">Number of weights.</param>
internal sealed record TrainingSummary(
    int Step,
    double? TrainLoss,
    double HeldOutLoss,
    double Seconds,
    long Weights
)
{
    /// <summary>Updates over which the training loss is averaged.</summary>
    public const int LossWindow = 100;
}
