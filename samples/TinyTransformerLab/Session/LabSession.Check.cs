namespace TinyTransformerLab;

/// <content>The proof of the gradients, on this very model.</content>
public sealed partial class LabSession
{
    private const int CheckedItems = 2;
    private const double SmallestShare = 1e-3;

    private static readonly GradientCheckOptions CheckOptions = new()
    {
        MaxOrder = 1,
        ElementLimit = 0,
        Directions = 2,
        Samples = 2,
    };

    /// <summary>Compares the gradients of this model's loss, with the weights as they are, with differences: in double precision, over two held-out
    /// items, for every parameter along random directions and at random elements.</summary>
    public CheckView Check()
    {
        var model = new Gpt<double>(Model.Config, new RandomGenerator(Config.Seed));
        model.LoadParameters(
            Model.Parameters.ToDictionary(
                parameter => parameter.Name,
                parameter => Widen(parameter.Value)
            )
        );
        var batch = Batch.Of(
            Tokenizer,
            [.. data.Items.HeldOut.Take(CheckedItems)],
            Model.Config.ContextLength
        );
        var report = GradientCheck.Of(() => model.Loss(batch), model, CheckOptions, "loss");
        var decided = report
            .Entries.Where(entry =>
                entry.Verdict is GradientCheckVerdict.Right or GradientCheckVerdict.Wrong
            )
            .ToArray();
        var floor =
            SmallestShare
            * decided.Select(entry => Math.Abs(entry.Numeric)).DefaultIfEmpty(0).Max();
        var worst = decided.MaxBy(entry => RelativeError(entry, floor));
        return new CheckView(
            trainer.StepCount,
            report.Passed,
            model.Parameters.Count,
            model.Config.WeightCount,
            report.Entries.Count,
            report.Count(GradientCheckVerdict.Right),
            report.Count(GradientCheckVerdict.Wrong),
            report.Count(GradientCheckVerdict.NotDifferentiable)
                + report.Count(GradientCheckVerdict.Uncertain),
            worst is null ? double.NaN : RelativeError(worst, floor),
            worst is null ? "" : $"{worst.Input} {worst.Position}"
        );
    }

    // Where a derivative is 0 (the bias of the keys, letters that do not occur) both numbers are rounding noise, and their ratio says nothing:
    // differences are measured against a thousandth of the largest derivative at least.
    private static double RelativeError(GradientCheckEntry entry, double floor)
    {
        var size = Math.Max(floor, Math.Max(Math.Abs(entry.Analytic), Math.Abs(entry.Numeric)));
        var error = Math.Abs(entry.Analytic - entry.Numeric) / size;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }

    private static Variable<double> Widen(Variable<float> values) =>
        Variable.Of<double>(
            Array.ConvertAll(values.ToArray(), value => (double)value),
            values.Shape
        );
}
