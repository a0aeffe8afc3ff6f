namespace TinyAutograd.Transformer.Tests.Training;

public class TrainerTests
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
    public void Another_peak_scales_the_schedule_and_keeps_its_place()
    {
        var options = new TrainingOptions
        {
            Steps = 40,
            WarmUpSteps = 10,
            BatchSize = 4,
        };
        var (plain, changed) = (Create<float>(options), Create<float>(options));
        Assert.Equal((options.LearningRate, 4), (changed.LearningRate, changed.BatchSize));
        for (var step = 0; step < 50; step++)
        {
            var factor = step < 5 ? 1 : (step < 25 ? 0.5 : 3);
            changed.LearningRate = factor * options.LearningRate;
            var (expected, rate) = (plain.Step().LearningRate, changed.Step().LearningRate);
            Assert.Equal(factor, rate / expected, precision: 12);
        }
        Assert.Equal(3 * options.LearningRate, changed.Options.LearningRate);
    }

    [Fact]
    public void The_same_changes_at_the_same_steps_give_the_same_bits()
    {
        Assert.Equal(Weights(at: 7), Weights(at: 7));
        Assert.NotEqual(Weights(at: 7), Weights(at: 8));

        static float[] Weights(int at)
        {
            var trainer = Create<float>(new TrainingOptions { Steps = 20, BatchSize = 4 });
            for (var i = 0; i < 20; i++)
            {
                if (i == at)
                {
                    (trainer.LearningRate, trainer.BatchSize) = (2e-2, 5);
                }
                trainer.Step();
            }
            return [.. trainer.Model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    [Fact]
    public void Rate_and_batch_of_the_next_update_are_known_before_it()
    {
        var trainer = Create<double>(new TrainingOptions { BatchSize = 4 });
        for (var i = 0; i < 12; i++)
        {
            if (i == 5)
            {
                (trainer.LearningRate, trainer.BatchSize) = (1e-3, 7);
            }
            var (rate, batch) = (trainer.NextLearningRate, trainer.NextBatch);
            var loss = trainer.Model.Loss(batch).Item();
            var step = trainer.Step();
            Assert.Equal(
                (rate, batch.PredictionCount, loss),
                (step.LearningRate, step.PredictionCount, step.Loss)
            );
        }
    }

    [Fact]
    public void A_changed_batch_size_counts_from_the_next_update_on_and_starves_no_item()
    {
        var trainer = Create<float>(new TrainingOptions { BatchSize = 4 }); // 9 items
        trainer.Step();
        Assert.Equal(new DataPosition(0, 4), trainer.Position);
        trainer.BatchSize = 3;
        trainer.Step();
        Assert.Equal(new DataPosition(0, 7), trainer.Position);
        trainer.BatchSize = 100;
        Assert.True(trainer.Step().PredictionCount > 300);
        Assert.Equal(new DataPosition(1, 0), trainer.Position);
        trainer.BatchSize = 1;
        trainer.Step();
        Assert.Equal(new DataPosition(1, 1), trainer.Position);
    }

    [Fact]
    public void Divergence_is_reported_with_the_step_and_leaves_the_last_good_weights()
    {
        var trainer = Create<float>(new TrainingOptions());
        trainer.Step();
        var before = Weights(trainer);
        trainer.Step();
        trainer.Model.TokenEmbedding.Weight.Update(0, static (values, _) => values[0] = float.NaN);
        var error = Assert.Throws<ArithmeticException>(() => trainer.Step());
        Assert.Contains("step 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("before the last update", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Weights(trainer));
        Assert.Equal(2, trainer.StepCount);
    }

    [Fact]
    public void Divergence_at_the_first_step_leaves_the_weights_as_they_are()
    {
        var trainer = Create<float>(new TrainingOptions());
        trainer.Model.TokenEmbedding.Weight.Update(0, static (values, _) => values[0] = float.NaN);
        var before = Weights(trainer);
        var error = Assert.Throws<ArithmeticException>(() => trainer.Step());
        Assert.Contains("weights are unchanged", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Weights(trainer));
        Assert.Equal(0, trainer.StepCount);
    }

    [Theory]
    [InlineData(1e30)] // the loss of the next step is NaN
    [InlineData(1e39)] // the update itself leaves the range of float
    public void After_a_divergence_training_goes_on_with_a_lower_rate(double rate)
    {
        var options = new TrainingOptions
        {
            Steps = 200,
            BatchSize = 9,
            WarmUpSteps = 0,
        };
        var trainer = Create<float>(options);
        for (var i = 0; i < 20; i++)
        {
            trainer.Step();
        }
        var before = trainer.HeldOutLoss();
        trainer.LearningRate = rate;
        var error = Assert.Throws<ArithmeticException>(() =>
        {
            trainer.Step();
            trainer.Step();
        });
        Assert.Contains("step 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("a learning rate below 1E+3", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, trainer.HeldOutLoss());
        // It diverges as often as it is tried, and never worse.
        Assert.Throws<ArithmeticException>(() =>
        {
            trainer.Step();
            trainer.Step();
        });
        Assert.Equal(before, trainer.HeldOutLoss());

        trainer.LearningRate = options.LearningRate;
        var last = trainer.Step();
        while (trainer.StepCount < 300)
        {
            last = trainer.Step();
        }
        Assert.InRange(last.Loss, 0.2, 0.6); // as the run without an accident
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

    [Fact]
    public void A_change_is_refused_in_the_words_of_the_options_and_changes_nothing()
    {
        var trainer = Create<float>(new TrainingOptions());
        foreach (var rate in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Equal(
                Refused(new TrainingOptions { LearningRate = rate }),
                Assert.Throws<ArgumentException>(() => trainer.LearningRate = rate).Message
            );
        }
        foreach (var size in new[] { 0, -1, HugeBatch.BatchSize })
        {
            Assert.Equal(
                Refused(new TrainingOptions { BatchSize = size }),
                Assert.Throws<ArgumentException>(() => trainer.BatchSize = size).Message
            );
        }
        Assert.Equal(new TrainingOptions(), trainer.Options);
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
