using System.Diagnostics;

namespace TinyTransformerLab;

/// <summary>A session in training with its recording and its clock; it can be begun again.</summary>
internal sealed class TrainingRun
{
    private readonly Func<LabSession> build;
    private Stopwatch working = new();

    /// <param name="build">Builds the session; anew at every reset.</param>
    public TrainingRun(Func<LabSession> build)
    {
        this.build = build;
        Session = build();
        Recording = new LabRecording(Session);
    }

    /// <summary>The session.</summary>
    public LabSession Session { get; private set; }

    /// <summary>Its recording.</summary>
    public LabRecording Recording { get; private set; }

    /// <summary>Whether all scheduled steps are made.</summary>
    public bool IsFinished => Session.State.Step >= Session.TotalSteps;

    /// <summary>Time spent in training, evaluations included; waiting is not counted.</summary>
    public TimeSpan Elapsed => working.Elapsed;

    /// <summary>Predicted characters per second of training; null before the first step.</summary>
    public double? LettersPerSecond =>
        Session.State.Last is { } last && Elapsed > TimeSpan.Zero
            ? last.LettersSeen / Elapsed.TotalSeconds
            : null;

    /// <summary>Makes one update.</summary>
    /// <returns>What it did; null if it was refused.</returns>
    public TrainingPoint? Step()
    {
        working.Start();
        var point = Session.Step();
        working.Stop();
        if (point is not null)
        {
            Recording.Observe();
        }
        return point;
    }

    /// <summary>Begins again, from the same seed.</summary>
    public void Reset()
    {
        Session = build();
        Recording = new LabRecording(Session);
        working = new Stopwatch();
    }
}

/// <summary>How a training came to its end.</summary>
internal enum TrainingEnd
{
    /// <summary>All steps are made, or a person had seen enough.</summary>
    Finished,

    /// <summary>By Ctrl+C.</summary>
    Interrupted,

    /// <summary>An update was refused; the weights are the last good ones.</summary>
    Diverged,
}
