namespace TinyAutograd.Transformer.Tests.Training;

/// <content>What a divergence leaves, and how training goes on.</content>
public partial class TrainerTests
{
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
}
