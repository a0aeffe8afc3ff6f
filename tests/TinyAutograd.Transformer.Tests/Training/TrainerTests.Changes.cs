namespace TinyAutograd.Transformer.Tests.Training;

/// <content>Rate and batch size may change between updates.</content>
public partial class TrainerTests
{
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
}
