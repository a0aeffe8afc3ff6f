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
        // Times are measured and differ from run to run; so do, in double precision, the least bits of derivatives that are 0, and with them
        // which elements the gradient check looks at.
        return report with
        {
            Check = report.Check with
            {
                Comparisons = 200,
                Right = 200,
                WorstRelativeError = 1e-9,
                WorstInput = "parameter 'wte.weight' (27, 32) direction 1",
            },
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
