namespace TinyTransformerLab.Tests.Serve;

public sealed class LiveTrainingTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void The_same_commands_at_the_same_steps_give_the_digits_of_a_session_driven_by_hand()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        live.Step(110);
        Finish(live);
        live.Session.Attend("anna"); // looking changes nothing
        live.Set(learningRate: 0.02, batchSize: 6);
        live.Run();
        for (var i = 0; i < 40; i++)
        {
            live.Advance();
        }
        live.Pause();
        live.Set(learningRate: 0.001, batchSize: null);
        live.Step(25);
        Finish(live);

        var byHand = new LabSession(SmallLab.Config);
        SmallLab.Steps(byHand, 110);
        (byHand.LearningRate, byHand.BatchSize) = (0.02, 6);
        SmallLab.Steps(byHand, 40);
        byHand.LearningRate = 0.001;
        SmallLab.Steps(byHand, 25);
        Assert.Equal(SmallLab.Digits(byHand), SmallLab.Digits(live.Latest));
        Assert.Equal(byHand.Snapshot().Weights, live.Session.Snapshot().Weights);
    }

    [Fact]
    public void Running_ends_with_the_schedule_and_may_go_on_beyond_it()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        Assert.Equal(LabStatus.Untrained, live.Latest.State.Status);
        live.Run();
        Assert.True(live.Latest.IsRunning);
        Finish(live);
        Assert.Equal((300, LabStatus.Finished), (live.Latest.State.Step, live.Latest.State.Status));
        Assert.False(live.Latest.IsRunning);
        live.Run();
        live.Advance();
        Assert.Equal(301, live.Latest.State.Step);
        Assert.True(live.Latest.IsRunning);
    }

    [Fact]
    public void A_reset_begins_anew_from_the_same_seed_and_keeps_rate_and_batch_size()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        live.Set(learningRate: 0.01, batchSize: 3);
        live.Step(20);
        Finish(live);
        var trained = SmallLab.Digits(live.Latest);
        live.Step(5);
        live.Reset();
        Assert.False(live.IsRunning);
        Assert.Equal(2, live.Latest.Build);
        Assert.Equal(0, live.Latest.State.Step);
        Assert.Equal((0.01, 3), (live.Latest.State.PeakLearningRate, live.Latest.State.BatchSize));
        live.Step(20);
        Finish(live);
        Assert.Equal(trained, SmallLab.Digits(live.Latest));
    }

    [Fact]
    public void A_build_changes_data_and_seed_and_is_the_session_of_that_configuration()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        live.Step(3);
        Finish(live);
        live.Build(LabPreset.CopyTask, null, 11);
        live.Step(30);
        Finish(live);
        var byHand = new LabSession(
            SmallLab.Config with
            {
                Preset = LabPreset.CopyTask,
                Seed = 11,
            }
        );
        SmallLab.Steps(byHand, 30);
        Assert.Equal(SmallLab.Digits(byHand), SmallLab.Digits(live.Latest));
        live.Build(LabPreset.OwnText, "one\ntwo\nthree\nfour", null);
        Assert.Equal(11, live.Latest.Info.Seed);
        Assert.Equal("efhnortuw", live.Latest.Info.Characters);
        live.Build(LabPreset.Names, null, 7);
        Assert.Equal(
            SmallLab.Digits(new LabSession(SmallLab.Config)),
            SmallLab.Digits(live.Latest)
        );
    }

    [Fact]
    public void A_build_that_is_refused_leaves_everything_as_it_was()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        live.Step(10);
        live.Advance();
        var before = live.Latest;
        var tooLong = new string('a', LabConfig.LongestOwnText + 1);
        foreach (var text in new[] { null, " \n", "alone", tooLong, "a\u0007b\nc", "aa\na" })
        {
            Assert.Throws<ArgumentException>(() => live.Build(LabPreset.OwnText, text, 1));
        }
        Assert.Throws<ArgumentException>(() => live.Build(LabPreset.Names, "anna\nbob", 1));
        Assert.Same(before, live.Latest);
        Assert.True(live.IsRunning);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_and_nothing_is_set()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        var before = live.Latest;
        foreach (var count in new[] { int.MinValue, -1, 0, 100_001, int.MaxValue })
        {
            var error = Assert.Throws<ArgumentException>(() => live.Step(count));
            Assert.Contains("from 1 to 100,000", error.Message, StringComparison.Ordinal);
        }
        foreach (var batch in new[] { int.MinValue, -1, 0, 1_025, int.MaxValue })
        {
            var error = Assert.Throws<ArgumentException>(() => live.Set(0.01, batch));
            Assert.Contains("from 1 to 1,024", error.Message, StringComparison.Ordinal);
        }
        Assert.Throws<ArgumentException>(() => live.Set(null, null));
        Assert.Same(before, live.Latest);
        Assert.Equal(0.005, live.Session.LearningRate);
    }

    [Fact]
    public void While_running_the_curve_is_computed_twice_a_second_and_at_the_end()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        live.Step(10);
        live.Advance();
        Assert.Empty(live.Latest.Curve.Smooth);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        live.Advance();
        Assert.Equal(2, live.Latest.Curve.Smooth.Count);
        live.Advance();
        Assert.Equal(2, live.Latest.Curve.Smooth.Count);
        Finish(live);
        Assert.Equal(10, live.Latest.Curve.Smooth.Count);
    }

    [Fact]
    public void Letters_per_second_are_letters_by_the_clock()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        Assert.Null(live.Latest.LettersPerSecond);
        live.Step(2);
        live.Advance();
        Assert.Null(live.Latest.LettersPerSecond);
        clock.Advance(TimeSpan.FromSeconds(2));
        live.Advance();
        Assert.Equal(live.Latest.State.Last!.LettersSeen / 2.0, live.Latest.LettersPerSecond);
    }

    [Fact]
    public void A_snapshot_that_was_taken_never_changes()
    {
        var live = new LiveTraining(SmallLab.Config, clock);
        live.Step(100);
        live.Advance();
        var taken = live.Latest;
        var text = LabJson.Text(taken);
        Finish(live);
        Assert.Equal(text, LabJson.Text(taken));
        Assert.True(live.Latest.Version > taken.Version);
        Assert.Equal(2, live.Latest.Samples.Count);
    }

    private static void Finish(LiveTraining live)
    {
        while (live.IsRunning)
        {
            live.Advance();
        }
    }
}
