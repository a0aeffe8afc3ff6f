namespace TinyTransformerLab;

/// <content>The tape of a step.</content>
public sealed partial class LabSession
{
    /// <summary>The ops of the next training step, grouped by module. Nothing is updated.</summary>
    /// <remarks>The times are measured: the only numbers of a session that differ from run to run.</remarks>
    public TapeView Tape()
    {
        var batch = trainer.NextBatch;
        Measure(batch); // the first pass pays for memory and compilation
        return Measure(batch);
    }

    private TapeView Measure(Batch batch)
    {
        using var tape = new Tape<float>();
        using var times = new TapeTimes<float>(tape);
        var loss = Model.Loss(batch);
        var entries = tape.Entries;
        // With respect to every result on the way, and to the weights, as in training.
        var gradients = tape.Gradients(
            loss,
            of:
            [
                .. entries.Select(entry => entry.Output),
                .. Model.Parameters.Select(parameter => parameter.Value),
            ],
            unreached: Unreached.Zero
        );
        var rows = entries.Select(entry => Row(entry, times, gradients[entry.Number]));
        return new TapeView(
            trainer.StepCount,
            loss.Item(),
            batch.Tokens.Shape[0],
            entries.Count,
            [
                .. TapeModule
                    .Of(entries)
                    .Zip(rows)
                    .GroupBy(pair => pair.First, pair => pair.Second)
                    .Select(group => new TapeGroup(group.Key, [.. group])),
            ]
        );
    }

    private static TapeRow Row(
        TapeEntry<float> entry,
        TapeTimes<float> times,
        Variable<float> gradient
    ) =>
        new(
            entry.Number,
            entry.Op.ToString(),
            [.. Enumerable.Range(0, entry.Inputs.Count).Select(entry.InputName)],
            entry.Output.Shape.ToString(),
            times.Forward(entry.Number).TotalMicroseconds,
            times.Backward(entry.Number).TotalMicroseconds,
            Math.Sqrt(gradient.ToArray().Sum(g => (double)g * g))
        );
}
