namespace TinyTransformerLab;

/// <summary>Keeps the weights of about a dozen steps of a training, spaced evenly on a logarithmic scale, so that a page can show the run offline.</summary>
/// <param name="session">Whose training is recorded.</param>
public sealed class LabRecording(LabSession session)
{
    private const int MostSnapshots = 13;
    private const int FirstStep = 10;

    // Base64 takes four characters for three bytes; the rest of the page is small.
    private const long MostBytes = 2_000_000;

    private readonly List<WeightSnapshot> snapshots = [session.Snapshot()];
    private readonly HashSet<int> steps =
    [
        .. Steps(session.State.Step, session.State.TotalSteps, CountFor(session.Info.WeightCount)),
    ];

    /// <summary>The session.</summary>
    public LabSession Session => session;

    /// <summary>What was kept: the weights when the recording began, those at the steps of <see cref="Steps"/>, and after <see cref="End"/> the last.</summary>
    public IReadOnlyList<WeightSnapshot> Snapshots => snapshots;

    /// <summary>To be called after each update: keeps the weights if this step is one of the schedule.</summary>
    public void Observe()
    {
        if (steps.Contains(session.State.Step))
        {
            Keep();
        }
    }

    /// <summary>Keeps the weights as they are, if they are not kept already.</summary>
    public void End() => Keep();

    /// <summary>The steps whose weights are kept: the first, and then in equal ratios from 10 to the last.</summary>
    /// <param name="first">The step at the beginning.</param>
    /// <param name="last">The last step.</param>
    /// <param name="count">How many at the most, at least 2.</param>
    public static IReadOnlyList<int> Steps(int first, int last, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var length = last - first;
        if (length <= 0)
        {
            return [first];
        }
        var from = Math.Min(FirstStep, length);
        var ratios = Math.Max(1, count - 2);
        return
        [
            .. Enumerable
                .Range(0, count - 1)
                .Select(i => from * Math.Pow((double)length / from, (double)i / ratios))
                .Select(step => first + (int)Math.Round(step))
                .Prepend(first)
                .Append(last)
                .Distinct()
                .Order(),
        ];
    }

    private static int CountFor(long weightCount) =>
        (int)Math.Clamp(MostBytes / (weightCount * sizeof(float) * 4 / 3), 2, MostSnapshots);

    private void Keep()
    {
        if (snapshots[^1].Step != session.State.Step)
        {
            snapshots.Add(session.Snapshot());
        }
    }
}
