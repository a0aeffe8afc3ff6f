using System.Diagnostics;

namespace TinyTransformerLab;

/// <summary>A training that is watched: drawn as it goes, paced for the eye, and steered with keys.</summary>
/// <param name="run">What is trained.</param>
/// <param name="console">Where.</param>
/// <param name="interruption">Ctrl+C.</param>
/// <param name="pacing">How slow it must be.</param>
internal sealed class WatchedTraining(
    TrainingRun run,
    LabConsole console,
    Interruption interruption,
    Pacing pacing
)
{
    private const int DrawingShare = 10;

    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(1);

    private TimeSpan lastFrame;
    private readonly Stopwatch watched = new();
    private readonly Stopwatch sinceFrame = new();
    private readonly TrainingKeys keys = new(run, console);

    /// <summary>Trains to the end, or until a person has seen enough.</summary>
    /// <param name="afterwards">What is to be computed while the last frame is still to be seen.</param>
    public TrainingEnd Go(Action? afterwards = null)
    {
        using var screen = new Screen(console);
        Draw(screen);
        watched.Start();
        while (!interruption.IsRequested && !keys.WantsEnd && (!run.IsFinished || keys.IsPaused))
        {
            Turn(screen);
        }
        var end = End;
        if (end == TrainingEnd.Finished)
        {
            Draw(screen, "Looking inside: gradient check, heads, babble …");
            afterwards?.Invoke();
            Wait(screen, pacing == Pacing.None || keys.WantsEnd ? TimeSpan.Zero : LastLook);
        }
        return end;
    }

    /// <summary>What the clock says.</summary>
    public TrainingSpeed Speed => new(run.LettersPerSecond, keys.IsPaused);

    // At most 20 frames a second, and no more than a tenth of the time for drawing.
    private TimeSpan Interval =>
        keys.IsPaused ? IdleInterval
        : lastFrame * DrawingShare > FrameInterval ? lastFrame * DrawingShare
        : FrameInterval;

    private TrainingEnd End =>
        run.Session.State.Status == LabStatus.Diverged ? TrainingEnd.Diverged
        : interruption.IsRequested ? TrainingEnd.Interrupted
        : TrainingEnd.Finished;

    // One step, or a nap; keys and the picture in between.
    private void Turn(Screen screen)
    {
        var wasPressed = keys.Read();
        if (keys.TakeReset())
        {
            watched.Reset();
        }
        var state = run.Session.State;
        if (keys.IsPaused)
        {
            watched.Stop();
            Thread.Sleep(Nap);
        }
        else
        {
            watched.Start();
            if (watched.Elapsed < pacing.Due(state.Step + 1, state.TotalSteps))
            {
                Thread.Sleep(Nap);
            }
            else if (run.Step() is null)
            {
                keys.Diverged();
            }
        }
        if (wasPressed || sinceFrame.Elapsed > Interval)
        {
            Draw(screen);
        }
    }

    private void Wait(Screen screen, TimeSpan length)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < length && !interruption.IsRequested && !keys.Read())
        {
            Draw(screen);
            Thread.Sleep(FrameInterval);
        }
    }

    private void Draw(Screen screen, string? doing = null)
    {
        sinceFrame.Restart();
        var look = console.Look;
        var frame = new LiveFrame(
            run.Session.Info,
            run.Session.State,
            run.Session.Curve(look.Width * 2),
            keys.WithAsked(run.Session.Samples),
            Speed,
            doing is null
                ? keys.Footer(look)
                : [look.Piece(doing, look.Palette.Faint).Crop(look.Width)]
        );
        screen.Draw(frame.Draw(look, LabConsole.Height));
        lastFrame = sinceFrame.Elapsed;
        sinceFrame.Restart();
    }
}
