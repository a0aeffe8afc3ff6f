namespace TinyTransformerLab.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string File => Path.Combine(folder, "training.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(120)]
    public void A_resumed_training_gives_the_records_of_one_that_never_stopped(int stop)
    {
        var whole = TrainedSession.New(seed: 3);
        Advance(whole, stop);
        whole.Save(File);
        var resumed = LabSession.Resume(File, new LabConfig());
        Assert.Equal(LabJson.Text(whole.Info), LabJson.Text(resumed.Info));
        for (var step = 0; step < 140; step++)
        {
            Assert.Equal(whole.Step(), resumed.Step());
        }
        Assert.Equal(LabJson.Text(whole.State), LabJson.Text(resumed.State));
        Assert.Equal(whole.Snapshot().Weights, resumed.Snapshot().Weights);
        Assert.Equal(LabJson.Text(whole.Samples[^1]), LabJson.Text(resumed.Samples[^1]));
        Assert.Equal(whole.Curve().HeldOut, resumed.Curve().HeldOut);
    }

    [Fact]
    public void A_changed_rate_and_batch_size_survive_a_resume()
    {
        var whole = TrainedSession.New();
        Advance(whole, 5);
        (whole.LearningRate, whole.BatchSize) = (1e-3, 7);
        Advance(whole, 5);
        whole.Save(File);
        var resumed = LabSession.Resume(File, new LabConfig());
        Assert.Equal((1e-3, 7), (resumed.LearningRate, resumed.BatchSize));
        Assert.Equal(whole.Step(), resumed.Step());
    }

    [Fact]
    public void A_training_may_be_longer_than_planned_and_ends_when_told()
    {
        var session = TrainedSession.New();
        Advance(session, TrainedSession.Steps);
        Assert.Equal(LabStatus.Finished, session.State.Status);
        var rate = session.State.NextLearningRate;
        session.Save(File);
        var longer = LabSession.Resume(File, new LabConfig(), TrainedSession.Steps + 10);
        Assert.Equal(LabStatus.Training, longer.State.Status);
        Advance(longer, 10);
        Assert.Equal(LabStatus.Finished, longer.State.Status);
        Assert.Equal(rate, longer.State.NextLearningRate);
    }

    [Fact]
    public void The_saved_file_is_a_model_for_everyone()
    {
        var session = TrainedSession.New();
        session.Save(File);
        var (model, tokenizer) = GptFile.Load<float>(File);
        Assert.Equal(session.Info.WeightCount, model.Config.WeightCount);
        Assert.Equal(session.Info.Characters, tokenizer.Characters);
    }

    [Fact]
    public void Other_data_and_files_of_others_are_refused()
    {
        var session = TrainedSession.New();
        session.Save(File);
        Assert.Contains(
            "other data",
            Assert
                .Throws<ArgumentException>(() =>
                    LabSession.Resume(File, new LabConfig { Preset = LabPreset.CopyTask })
                )
                .Message,
            StringComparison.Ordinal
        );
        GptFile.Save(File, session.Model, session.Tokenizer);
        Assert.Throws<InvalidDataException>(() => LabSession.Resume(File, new LabConfig()));
        CheckpointFile.Save(
            File,
            new Trainer<float>(session.Model, session.Items, new TrainingOptions())
        );
        Assert.Contains(
            "saved by this lab",
            Assert
                .Throws<InvalidDataException>(() => LabSession.Resume(File, new LabConfig()))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_divergence_keeps_the_last_good_weights_and_a_lower_rate_goes_on()
    {
        var session = TrainedSession.New();
        Advance(session, 20);
        session.LearningRate = 1e30;
        while (session.Step() is not null) { }
        Assert.Equal(LabStatus.Diverged, session.State.Status);
        Assert.Contains("diverged at step", session.State.Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(session.Snapshot().HeldOutLoss));
        session.LearningRate = 5e-3;
        Assert.NotNull(session.Step());
        Assert.Equal(LabStatus.Training, session.State.Status);
    }

    private static void Advance(LabSession session, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            session.Step();
        }
    }
}
