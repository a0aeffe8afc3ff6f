using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>This model beside GPT-2: sizes, weights, operations.</summary>
internal static class ScaleLines
{
    private const int NarrowestWithFormula = 90;

    /// <summary>Draws it.</summary>
    public static IReadOnlyList<Line> Draw(Look look, ModelTable model)
    {
        var hasFormula = look.Width >= NarrowestWithFormula;
        var table = look.Table();
        table.AddColumn(Column(look, ""));
        if (hasFormula)
        {
            table.AddColumn(Column(look, "formula"));
        }
        foreach (var title in new[] { "here", "GPT-2", "ratio" })
        {
            table.AddColumn(Column(look, title).RightAligned());
        }
        Rows(model.Sizes);
        table.AddEmptyRow();
        Rows(model.Weights);
        Row(model.WeightTotal, look.Palette.Accent);
        table.AddEmptyRow();
        Rows(model.Operations);
        Row(model.OperationTotal, look.Palette.Accent);
        return
        [
            .. look.Wrap(Words.MoreLead),
            .. Lines.Of(look, table, look.Width),
            .. look.Wrap(
                "Operations: floating-point operations of the matrix products, per token of one training step, forward and backward.",
                look.Palette.Faint
            ),
        ];

        void Rows(IEnumerable<ModelTableRow> rows)
        {
            foreach (var row in rows)
            {
                Row(row);
            }
        }

        void Row(ModelTableRow row, Style? style = null) =>
            table.AddRow(
                new[]
                {
                    row.Name,
                    row.Formula,
                    Digits.Count(row.Here),
                    Digits.Count(row.There),
                    double.IsFinite(row.Ratio) ? Digits.Times(row.Ratio) : "",
                }
                    .Where((_, i) => hasFormula || i != 1)
                    .Select(text => look.Cell(text, style))
            );
    }

    private static TableColumn Column(Look look, string title) =>
        new(look.Cell(title, look.Palette.Strong));
}
