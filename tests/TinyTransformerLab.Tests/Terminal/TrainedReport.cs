namespace TinyTransformerLab.Tests;

/// <summary>One report after 200 steps, shared by the tests that draw it.</summary>
public sealed class TrainedReport
{
    internal LabReport Report { get; } = Make();

    private static LabReport Make()
    {
        var session = new LabSession(
            new LabConfig { Training = new TrainingOptions { Steps = 200 } }
        );
        for (var step = 0; step < 200; step++)
        {
            Assert.NotNull(session.Step());
        }
        var report = session.Report();
        // Times are measured: the only numbers that differ from run to run.
        return report with
        {
            Tape = report.Tape with
            {
                Groups =
                [
                    .. report.Tape.Groups.Select(group =>
                        group with
                        {
                            Rows =
                            [
                                .. group.Rows.Select(row =>
                                    row with
                                    {
                                        ForwardMicroseconds = 1,
                                        BackwardMicroseconds = 2,
                                    }
                                ),
                            ],
                        }
                    ),
                ],
            },
        };
    }
}
