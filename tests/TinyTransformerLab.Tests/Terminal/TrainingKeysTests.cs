namespace TinyTransformerLab.Tests;

public sealed class TrainingKeysTests
{
    private readonly TrainingRun run = new(() =>
        new LabSession(
            new LabConfig
            {
                Training = new TrainingOptions { Steps = 20, BatchSize = 4 },
            }
        )
    );
    private readonly TrainingKeys keys;

    public TrainingKeysTests() =>
        keys = new TrainingKeys(run, new LabConsole(isPlain: true, isAscii: false));

    [Fact]
    public void Space_pauses_and_goes_on()
    {
        keys.Do(' ');
        Assert.True(keys.IsPaused);
        keys.Do(' ');
        Assert.False(keys.IsPaused);
    }

    [Fact]
    public void Plus_and_minus_change_the_learning_rate_within_its_bounds()
    {
        var rate = run.Session.LearningRate;
        keys.Do('+');
        Assert.Equal(rate * 1.25, run.Session.LearningRate, 1e-15);
        keys.Do('-');
        Assert.Equal(rate, run.Session.LearningRate, 1e-15);
        for (var i = 0; i < 100; i++)
        {
            keys.Do('=');
        }
        Assert.Equal(0.1, run.Session.LearningRate, 1e-15);
        for (var i = 0; i < 100; i++)
        {
            keys.Do('_');
        }
        Assert.Equal(1e-5, run.Session.LearningRate, 1e-15);
    }

    [Fact]
    public void S_writes_three_more_items_each_time_others_and_disturbs_nothing()
    {
        run.Step();
        var log = run.Session.Samples;
        Assert.Same(log, keys.WithAsked(log));
        keys.Do('s');
        keys.Do('s');
        var more = keys.WithAsked(log);
        Assert.Equal(log.Count + 2, more.Count);
        Assert.All(more, line => Assert.Equal(3, line.Items.Count));
        Assert.Equal(1, more[^1].Step);
        Assert.NotEqual(Texts(more[^1]), Texts(more[^2]));

        static IEnumerable<string> Texts(SampleLine line) => line.Items.Select(item => item.Text);
    }

    [Fact]
    public void R_begins_again_with_the_same_bits()
    {
        var first = run.Step();
        run.Step();
        keys.Do('s');
        keys.Do('r');
        Assert.Equal(0, run.Session.State.Step);
        Assert.Equal(TimeSpan.Zero, run.Elapsed);
        Assert.True(keys.TakeReset());
        Assert.False(keys.TakeReset());
        Assert.Equal(run.Session.Samples.Count, keys.WithAsked(run.Session.Samples).Count);
        Assert.Equal(first, run.Step());
    }

    [Fact]
    public void Q_ends_and_other_keys_do_nothing()
    {
        keys.Do('x');
        keys.Do('\0');
        Assert.False(keys.WantsEnd);
        Assert.False(keys.IsPaused);
        keys.Do('Q');
        Assert.True(keys.WantsEnd);
    }

    [Fact]
    public void A_divergence_without_a_person_is_the_end()
    {
        keys.Diverged();
        Assert.True(keys.WantsEnd);
        Assert.Empty(keys.Footer(Drawn.Plain(80)));
    }
}
