namespace TinyAutograd.Transformer.Tests.Training;

/// <summary>Whole trainings: parts of a batch, recomputed blocks, evaluations, early stop, and steps as they are made.</summary>
public class TrainerRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)] // 4 = 3 + 1
    public void Gradients_accumulated_from_parts_of_unequal_weight_are_those_of_the_batch(int rows)
    {
        var whole = SmallTraining.Create<double>(Plain);
        var parts = SmallTraining.Create<double>(Plain with { MicroBatchSize = rows });
        var unequal = 0;
        for (var i = 0; i < 10; i++)
        {
            var counts = whole.NextBatch.Split(rows).Select(part => part.PredictionCount);
            unequal += counts.Distinct().Count() > 1 ? 1 : 0;
            var (expected, actual) = (whole.Step(), parts.Step());
            Assert.Equal(expected.Loss, actual.Loss, 13);
            Assert.Equal(expected.GradientNorm, actual.GradientNorm, 10);
            Assert.Equal(expected.PredictionCount, actual.PredictionCount);
        }
        Assert.InRange(unequal, 5, 10);
        Assert.Equal(whole.Position, parts.Position);
        Assert.All(
            SmallTraining.Weights(whole.Model).Zip(SmallTraining.Weights(parts.Model)),
            pair => Assert.Equal(pair.First, pair.Second, 10)
        );
    }

    [Fact]
    public void A_model_with_a_frozen_part_is_refused_by_name()
    {
        var model = SmallTraining.Create<float>(Plain).Model;
        model.Parameters[1].IsFrozen = true;
        var error = Assert.Throws<ArgumentException>(() =>
            new Trainer<float>(model, SmallTraining.Data(), Plain)
        );
        Assert.Contains("'wpe.weight' is frozen", error.Message, StringComparison.Ordinal);
        model.Unfreeze();
        new Trainer<float>(model, SmallTraining.Data(), Plain).Step();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Recomputed_blocks_change_no_bit_and_drop_the_same(double dropoutRate)
    {
        Trainer<float> Create(bool recomputes) =>
            SmallTraining.Create<float>(
                Plain with
                {
                    RecomputesBlocks = recomputes,
                },
                kind: config => config with { DropoutRate = dropoutRate }
            );
        var (kept, recomputed) = (Create(false), Create(true));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(kept.Step(), recomputed.Step());
        }
        Assert.Equal(SmallTraining.Weights(kept.Model), SmallTraining.Weights(recomputed.Model));
    }

    [Fact]
    public void The_held_out_loss_is_measured_when_it_is_due_and_the_best_weights_come_back()
    {
        var trainer = SmallTraining.Create<double>(
            Plain with
            {
                EvaluationInterval = 3,
                LearningRate = 0.05,
            }
        );
        Assert.Throws<InvalidOperationException>(trainer.RestoreBestWeights);
        var losses = new List<(int Step, double Loss)>();
        for (var i = 1; i <= 30; i++)
        {
            var step = trainer.Step();
            Assert.Equal(i % 3 == 0, step.HeldOutLoss is not null);
            if (step.HeldOutLoss is { } loss)
            {
                Assert.Equal(trainer.HeldOutLoss(), loss);
                losses.Add((i, loss));
            }
        }
        var best = losses.MinBy(pair => pair.Loss);
        Assert.True(best.Step < 30); // so that there is something to bring back
        Assert.Equal(
            (best.Step, best.Loss),
            (trainer.Evaluation.BestStep, trainer.Evaluation.BestLoss)
        );
        Assert.NotEqual(best.Loss, trainer.HeldOutLoss());
        trainer.RestoreBestWeights();
        Assert.Equal(best.Loss, trainer.HeldOutLoss());
    }

    [Fact]
    public async Task Training_stops_early_when_patience_ends()
    {
        var trainer = SmallTraining.Create<double>(
            Plain with
            {
                Steps = 500,
                EvaluationInterval = 2,
                Patience = 3,
                LearningRate = 0.05,
            }
        );
        var count = 0;
        await foreach (var step in trainer.TrainAsync())
        {
            Assert.Equal(++count, step.Step);
        }
        Assert.True(trainer.HasStopped);
        Assert.InRange(trainer.StepCount, 8, 499);
        Assert.Equal(trainer.Evaluation.BestStep + 2 * 3, trainer.StepCount);
        Assert.Equal(3, trainer.Evaluation.CountSinceBest);
    }

    [Fact]
    public async Task Steps_come_as_they_are_made_and_to_whoever_listens()
    {
        var (direct, streamed) = (
            SmallTraining.Create<float>(Plain),
            SmallTraining.Create<float>(Plain)
        );
        var told = new Listener();
        var steps = new List<TrainingStep>();
        await foreach (var step in streamed.TrainAsync(told))
        {
            Assert.Equal(step.Step, streamed.StepCount); // no update is made ahead
            steps.Add(step);
        }
        Assert.Equal(Plain.Steps, steps.Count);
        Assert.Equal(Enumerable.Range(0, Plain.Steps).Select(_ => direct.Step()), steps);
        Assert.Equal(steps, told.Steps);
        Assert.Equal(SmallTraining.Weights(direct.Model), SmallTraining.Weights(streamed.Model));
    }

    [Fact]
    public async Task A_cancelled_training_is_between_two_updates_and_may_be_taken_up_again()
    {
        var trainer = SmallTraining.Create<float>(Plain);
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in trainer.TrainAsync(cancellationToken: source.Token))
            {
                if (step.Step == 5)
                {
                    await source.CancelAsync();
                }
            }
        });
        Assert.Equal(5, trainer.StepCount);
        await foreach (var step in trainer.TrainAsync())
        {
            Assert.InRange(step.Step, 6, Plain.Steps);
        }
        var straight = SmallTraining.Create<float>(Plain);
        for (var i = 0; i < Plain.Steps; i++)
        {
            straight.Step();
        }
        Assert.Equal(SmallTraining.Weights(straight.Model), SmallTraining.Weights(trainer.Model));
    }

    [Fact]
    public async Task A_divergence_reaches_whoever_waits()
    {
        var trainer = SmallTraining.Create<float>(Plain with { LearningRate = 1e30 });
        var error = await Assert.ThrowsAsync<ArithmeticException>(async () =>
        {
            await foreach (var step in trainer.TrainAsync())
            {
                Assert.True(double.IsFinite(step.Loss));
            }
        });
        Assert.Contains("diverged at step 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exploding_loss_is_a_divergence_before_it_is_infinite()
    {
        // a loss of 1.5 ln V is worse than any guess without looking, and far from the range of float
        var trainer = SmallTraining.Create<float>(
            Plain with
            {
                LearningRate = 3,
                WarmUpSteps = 0,
                MaxLossFactor = 1.5,
            }
        );
        trainer.Step();
        var error = Assert.Throws<ArithmeticException>(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                trainer.Step();
            }
        });
        Assert.Contains($"step {trainer.StepCount + 1}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", error.Message, StringComparison.Ordinal);
        Assert.All(
            SmallTraining.Weights(trainer.Model),
            weight => Assert.True(float.IsFinite(weight))
        );
    }

    private static TrainingOptions Plain { get; } =
        SmallTraining.Options with
        {
            MicroBatchSize = 0,
            RecomputesBlocks = false,
            EvaluationInterval = 0,
            Patience = 0,
        };

    private sealed class Listener : IProgress<TrainingStep>
    {
        public List<TrainingStep> Steps { get; } = [];

        public void Report(TrainingStep value) => Steps.Add(value);
    }
}
