namespace TinyTransformerLab;

/// <summary>How slow a training must be to be watched: quick runs are held back, slow ones are not hurried.</summary>
/// <param name="Length">How long the whole run takes at the least.</param>
internal sealed record Pacing(TimeSpan Length)
{
    // Below 1: the first steps, where most happens, get more time than the last.
    private const double Bend = 0.6;

    /// <summary>No holding back.</summary>
    public static Pacing None { get; } = new(TimeSpan.Zero);

    /// <summary>Made for the eye.</summary>
    public static Pacing ForTheEye { get; } = new(TimeSpan.FromSeconds(17));

    /// <summary>When a step may be over, from the beginning of the run.</summary>
    /// <param name="step">The step.</param>
    /// <param name="total">Number of steps.</param>
    public TimeSpan Due(int step, int total) =>
        total <= 0
            ? TimeSpan.Zero
            : Length * Math.Pow(Math.Clamp((double)step / total, 0, 1), Bend);
}
