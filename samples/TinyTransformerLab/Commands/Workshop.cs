namespace TinyTransformerLab;

/// <summary>Gets every command its session: opened from a file, or trained first; and sees to it that a training is saved however it ends.</summary>
/// <param name="request">What was asked for.</param>
internal sealed class Workshop(LabRequest request) : IDisposable
{
    private readonly Interruption interruption = new();

    /// <summary>Ctrl+C.</summary>
    public Interruption Interruption => interruption;

    /// <summary>The run, fresh or from a saved model.</summary>
    public TrainingRun Begin() =>
        new(() =>
        {
            var session =
                request.ResumePath is { } saved ? ModelFile.Resume(saved, request)
                : request.ModelPath is { } path ? ModelFile.Continue(path, request.Config)
                : new LabSession(request.Config);
            request.ThrowIfNoHead(session.Info);
            return session;
        });

    /// <summary>Shows a session: a saved model as it is, else one that is trained first.</summary>
    /// <returns>The exit code.</returns>
    public int Look(Func<LabSession, int> show)
    {
        if (request.ModelPath is not { } path)
        {
            return Train(new TrainingProgress(request.Console), run => show(run.Session));
        }
        if (request.SavePath is not null)
        {
            throw new ArgumentException(
                "With --model nothing is trained here, so there is nothing to --save. Use train --model to go on training."
            );
        }
        var session = ModelFile.Open(path, request.Config);
        request.ThrowIfNoHead(session.Info);
        return show(session);
    }

    /// <summary>Trains without a person, then shows the run if it came to its end.</summary>
    /// <returns>The exit code.</returns>
    public int Train(ITrainingWatcher watcher, Func<TrainingRun, int> show)
    {
        var run = Begin();
        return Close(run, TrainingLoop.Go(run, interruption, watcher), print: null, show);
    }

    /// <summary>What follows a training: saving, the last picture, and then what was asked for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="print">Prints the last picture and, if not null, where the model was saved.</param>
    /// <param name="show">What follows a training that came to its end.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ArithmeticException">It diverged; what was good is saved if that was asked for.</exception>
    public int Close(
        TrainingRun run,
        TrainingEnd end,
        Action<string?>? print,
        Func<TrainingRun, int> show
    )
    {
        string? saved = null;
        if (request.SavePath is { } path)
        {
            ModelFile.Save(path, run.Session);
            saved = Path.GetFullPath(path);
        }
        print?.Invoke(saved);
        if (end == TrainingEnd.Diverged)
        {
            var state = run.Session.State;
            throw new ArithmeticException(
                saved is null
                    ? state.Message
                    : $"{state.Message} The last good weights, after {Digits.Count(state.Step)} steps, are saved in {saved}"
            );
        }
        var code = end == TrainingEnd.Finished ? show(run) : ExitCode.Interrupted;
        return interruption.IsRequested ? ExitCode.Interrupted : code;
    }

    public void Dispose() => interruption.Dispose();
}
