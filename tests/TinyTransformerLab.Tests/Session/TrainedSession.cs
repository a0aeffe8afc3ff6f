namespace TinyTransformerLab.Tests;

/// <summary>A session of a few hundred steps, trained once for all tests that only look.</summary>
public sealed class TrainedSession
{
    public const int Steps = 300;

    public TrainedSession()
    {
        Session = New();
        for (var step = 0; step < Steps; step++)
        {
            Session.Step();
        }
    }

    public LabSession Session { get; }

    public static LabSession New(long seed = 1, LabPreset preset = LabPreset.Names) =>
        new(
            new LabConfig
            {
                Seed = seed,
                Preset = preset,
                Training = new TrainingOptions { Steps = Steps, BatchSize = 16 },
            }
        );
}
