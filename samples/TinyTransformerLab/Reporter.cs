namespace TinyTransformerLab;

/// <summary>Shows a training and its names: as text or as JSON lines.</summary>
internal abstract class Reporter
{
    public static Reporter For(LabSettings settings) =>
        settings.IsJson
            ? new JsonReporter(Console.Out)
            : new TextReporter(Console.Out, settings.Training.Steps);

    public abstract void Begin(Trainer<float> trainer);

    public abstract void Stepped(TrainingStep step, double smoothLoss, TimeSpan elapsed);

    public abstract void Evaluated(int step, double heldOutLoss);

    /// <summary>The training is over.</summary>
    /// <param name="summary">How it ended.</param>
    /// <param name="countLosses">Held-out losses of counting pairs, triples and fours.</param>
    /// <param name="savePath">Where the model was saved, if anywhere.</param>
    public abstract void Trained(TrainingSummary summary, double[] countLosses, string? savePath);

    public abstract void Generated(IReadOnlyList<GeneratedName> names, double temperature);

    /// <summary>Nothing more comes.</summary>
    public abstract void Finish();
}
