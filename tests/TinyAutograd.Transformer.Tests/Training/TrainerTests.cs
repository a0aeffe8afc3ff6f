namespace TinyAutograd.Transformer.Tests.Training;

public partial class TrainerTests
{
    private static readonly string[] Items =
    [
        "anna",
        "otto",
        "emma",
        "hannah",
        "bob",
        "ada",
        "eve",
        "elle",
        "aviva",
        "asa",
    ];

    [Fact]
    public void A_tiny_gpt_learns_its_items_by_heart()
    {
        var trainer = Create<float>(
            new TrainingOptions
            {
                Steps = 300,
                BatchSize = 9,
                WarmUpSteps = 10,
            }
        );
        var first = trainer.Step();
        Assert.Equal(1, first.Step);
        Assert.InRange(first.Loss, Math.Log(12) - 0.2, Math.Log(12) + 0.2);
        var last = first;
        while (trainer.StepCount < 300)
        {
            last = trainer.Step();
        }
        // Nine items of about 5 predictions each: ln 9 nats to tell them apart leave about 0.45 nats per prediction.
        Assert.InRange(last.Loss, 0.2, 0.6);
    }

    [Fact]
    public void The_same_seed_trains_the_same_weights_to_the_bit()
    {
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));

        static float[] Weights(long seed)
        {
            var trainer = Create<float>(
                new TrainingOptions
                {
                    Steps = 20,
                    BatchSize = 4,
                    Seed = seed,
                }
            );
            for (var i = 0; i < 20; i++)
            {
                trainer.Step();
            }
            return [.. trainer.Model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    [Fact]
    public void The_rate_warms_up_and_falls_to_its_final_share()
    {
        var trainer = Create<float>(
            new TrainingOptions
            {
                Steps = 50,
                WarmUpSteps = 10,
                BatchSize = 4,
                LearningRate = 1e-2,
            }
        );
        double[] rates = [.. Enumerable.Range(0, 50).Select(_ => trainer.Step().LearningRate)];
        Assert.Equal(1e-2, rates.Max(), precision: 12);
        Assert.Equal(rates[..10].Order(), rates[..10]);
        Assert.Equal(rates[11..].OrderDescending(), rates[11..]);
        Assert.InRange(rates[^1], 1e-3, 1.1e-3);
    }

    [Fact]
    public void Held_out_loss_is_the_mean_over_predicted_characters()
    {
        var trainer = Create<double>(new TrainingOptions());
        var data = new ItemData(Items, seed: 1);
        var batches = data
            .HeldOut.Select(item =>
                Batch.Of(data.Tokenizer, [item], trainer.Model.Config.ContextLength)
            )
            .ToArray();
        var expected =
            batches.Sum(batch => trainer.Model.Loss(batch).Item() * batch.PredictionCount)
            / batches.Sum(batch => batch.PredictionCount);
        Assert.Equal(expected, trainer.HeldOutLoss(), precision: 12);
    }

    [Fact]
    public void After_the_scheduled_steps_training_goes_on_at_the_final_rate()
    {
        var trainer = Create<float>(
            new TrainingOptions
            {
                Steps = 12,
                WarmUpSteps = 3,
                BatchSize = 4,
                LearningRate = 1e-2,
                FinalLearningRateShare = 0.25,
            }
        );
        double[] rates = [.. Enumerable.Range(0, 30).Select(_ => trainer.Step().LearningRate)];
        Assert.All(rates[12..], rate => Assert.Equal(2.5e-3, rate));
        Assert.All(rates[3..12], rate => Assert.True(rate > 2.5e-3));
        trainer.LearningRate = 1e-3;
        Assert.Equal(2.5e-4, trainer.Step().LearningRate);
    }

    [Fact]
    public void Impossible_options_are_named()
    {
        Assert.Contains(
            "batch size is 0",
            Refused(new TrainingOptions { BatchSize = 0 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "learning rate is NaN",
            Refused(new TrainingOptions { LearningRate = double.NaN }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "number of steps is -1",
            Refused(new TrainingOptions { Steps = -1 }),
            StringComparison.Ordinal
        );
        Assert.Contains("batch size", Refused(HugeBatch), StringComparison.Ordinal);
    }

    private static TrainingOptions HugeBatch { get; } = new() { BatchSize = int.MaxValue };

    private static string Refused(TrainingOptions options) =>
        Assert.Throws<ArgumentException>(() => Create<float>(options)).Message;

    private static float[] Weights(Trainer<float> trainer) =>
        [.. trainer.Model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static Trainer<T> Create<T>(TrainingOptions options)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var data = new ItemData(Items, seed: 1);
        var config = new GptConfig
        {
            VocabularySize = data.Tokenizer.VocabularySize,
            ContextLength = 8,
            LayerCount = 1,
            HeadCount = 2,
            ChannelCount = 16,
        };
        return new Trainer<T>(new Gpt<T>(config, new RandomGenerator(options.Seed)), data, options);
    }
}
