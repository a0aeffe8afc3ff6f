namespace TinyTransformerLab.Tests.Serve;

/// <summary>A model so small that a step takes well under a millisecond.</summary>
internal static class SmallLab
{
    public static LabConfig Config { get; } =
        new()
        {
            LayerCount = 1,
            HeadCount = 2,
            ChannelCount = 8,
            Training = new TrainingOptions
            {
                Steps = 300,
                BatchSize = 4,
                WarmUpSteps = 10,
            },
            Seed = 7,
        };

    /// <summary>The same with a schedule that no test comes to the end of.</summary>
    public static LabConfig Endless { get; } =
        Config with
        {
            Training = Config.Training with { Steps = 100_000 },
        };

    /// <summary>Longer than anything takes here: a wait that ends in a failure instead of never.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Waits until it holds.</summary>
    public static async Task Until(Func<bool> holds)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(5, end.Token);
        }
    }

    /// <summary>All that a snapshot says of the model, as JSON; not how fast it went.</summary>
    public static string Digits(LabSnapshot snapshot) =>
        LabJson.Text(
            new
            {
                snapshot.Info,
                snapshot.State,
                snapshot.Curve,
                snapshot.Samples,
            }
        );

    /// <summary>The same of a session that is driven by hand.</summary>
    public static string Digits(LabSession session) =>
        LabJson.Text(
            new
            {
                session.Info,
                session.State,
                Curve = session.Curve(),
                session.Samples,
            }
        );

    public static void Steps(LabSession session, int count)
    {
        for (var i = 0; i < count; i++)
        {
            session.Step();
        }
    }
}
