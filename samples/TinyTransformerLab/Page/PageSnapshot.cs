using System.Buffers.Binary;

namespace TinyTransformerLab;

/// <summary>One step of a recorded run.</summary>
/// <param name="Step">Updates made before.</param>
/// <param name="HeldOutLoss">Nats per predicted character.</param>
/// <param name="State">Where training stood.</param>
/// <param name="Weights">All weights in single precision, low byte first, in base64.</param>
/// <param name="HeadKinds">What kind of head each one was.</param>
internal sealed record PageSnapshot(
    int Step,
    double HeldOutLoss,
    TrainingState State,
    string Weights,
    IReadOnlyList<HeadKindReport> HeadKinds
)
{
    /// <param name="snapshot">What the recording kept.</param>
    /// <param name="points">The updates of the session.</param>
    /// <param name="report">The end of the run.</param>
    public static PageSnapshot Of(
        WeightSnapshot snapshot,
        IReadOnlyList<TrainingPoint> points,
        LabReport report
    ) =>
        new(
            snapshot.Step,
            snapshot.HeldOutLoss,
            snapshot.Step == report.State.Step ? report.State : StateAt(snapshot, points, report),
            Base64(snapshot.Weights),
            snapshot.HeadKinds
        );

    // The states on the way are not kept; the updates are, and say the same.
    private static TrainingState StateAt(
        WeightSnapshot snapshot,
        IReadOnlyList<TrainingPoint> points,
        LabReport report
    )
    {
        var end = report.State;
        var last = points.FirstOrDefault(point => point.Step == snapshot.Step);
        var next = points.FirstOrDefault(point => point.Step == snapshot.Step + 1);
        return end with
        {
            Status =
                snapshot.Step == 0 ? LabStatus.Untrained
                : snapshot.Step < end.TotalSteps ? LabStatus.Training
                : LabStatus.Finished,
            Message = end.StartIsSuspicious
                ? Words.SuspiciousStart(end.StartLoss, report.Info)
                : null,
            Step = snapshot.Step,
            Last = last,
            HeldOutLoss = snapshot.HeldOutLoss,
            Perplexity = Math.Exp(snapshot.HeldOutLoss),
            NextLearningRate = next?.LearningRate ?? end.NextLearningRate,
        };
    }

    private static string Base64(float[] weights)
    {
        var bytes = new byte[weights.Length * sizeof(float)];
        for (var i = 0; i < weights.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), weights[i]);
        }
        return Convert.ToBase64String(bytes);
    }
}
