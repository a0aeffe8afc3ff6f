namespace TinyTransformerLab;

/// <content>The tape of a step.</content>
public sealed partial class LabSession
{
    /// <summary>The ops of the next training step, grouped by module. Nothing is updated.</summary>
    public TapeView Tape()
    {
        var batch = trainer.NextBatch;
        using var tape = new Tape<float>();
        var loss = Model.Loss(batch);
        var entries = tape.Entries;
        // With respect to every result at once: what reaches the parameters has passed through these.
        var gradients = tape.Gradients(
            loss,
            of: [.. entries.Select(entry => entry.Output)],
            unreached: Unreached.Zero
        );
        var groups = new List<TapeGroup>();
        foreach (var entry in entries)
        {
            var name = TapeModule.Of(entry, groups.Count > 0 ? groups[^1].Name : null);
            if (groups.Count == 0 || groups[^1].Name != name)
            {
                groups.Add(new TapeGroup(name, new List<TapeRow>()));
            }
            ((List<TapeRow>)groups[^1].Rows).Add(Row(entry, gradients[entry.Number]));
        }
        return new TapeView(
            trainer.StepCount,
            loss.Item(),
            batch.Tokens.Shape[0],
            entries.Count,
            groups
        );
    }

    private static TapeRow Row(TapeEntry<float> entry, Variable<float> gradient) =>
        new(
            entry.Number,
            entry.Op.ToString(),
            [.. Enumerable.Range(0, entry.Inputs.Count).Select(entry.InputName)],
            entry.Output.Shape.ToString(),
            0,
            0,
            Math.Sqrt(gradient.ToArray().Sum(g => (double)g * g))
        );
}
