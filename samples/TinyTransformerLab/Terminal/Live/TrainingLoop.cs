namespace TinyTransformerLab;

/// <summary>Is told how a training goes.</summary>
internal interface ITrainingWatcher
{
    /// <summary>Before the first step.</summary>
    void Begin(TrainingRun run);

    /// <summary>After each step.</summary>
    void Stepped(TrainingRun run, TrainingPoint point);

    /// <summary>After the last.</summary>
    void End(TrainingRun run, TrainingEnd end);
}

/// <summary>Trains from the first to the last step without a person.</summary>
internal static class TrainingLoop
{
    public static TrainingEnd Go(
        TrainingRun run,
        Interruption interruption,
        ITrainingWatcher watcher
    )
    {
        watcher.Begin(run);
        var end = Train(run, interruption, watcher);
        watcher.End(run, end);
        return end;
    }

    private static TrainingEnd Train(
        TrainingRun run,
        Interruption interruption,
        ITrainingWatcher watcher
    )
    {
        while (!run.IsFinished)
        {
            if (interruption.IsRequested)
            {
                return TrainingEnd.Interrupted;
            }
            if (run.Step() is not { } point)
            {
                return TrainingEnd.Diverged;
            }
            watcher.Stepped(run, point);
        }
        return TrainingEnd.Finished;
    }
}
