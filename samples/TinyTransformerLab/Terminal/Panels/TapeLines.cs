using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>The tape of one training step: by module, or op by op.</summary>
internal static class TapeLines
{
    private const int NarrowestWithInputs = 90;

    /// <summary>One row for each module.</summary>
    public static IReadOnlyList<Line> Summary(Look look, TapeView tape)
    {
        var table = look.Table();
        Columns(look, table, "module", ["ops", "forward µs", "backward µs", "largest gradient"]);
        foreach (var group in tape.Groups)
        {
            table.AddRow(
                look.Cell(group.Name),
                look.Cell(Digits.Count(group.Rows.Count)),
                look.Cell(Digits.Microseconds(group.Rows.Sum(row => row.ForwardMicroseconds))),
                look.Cell(Digits.Microseconds(group.Rows.Sum(row => row.BackwardMicroseconds))),
                look.Cell(Gradient(group.Rows.Max(row => row.GradientNorm)))
            );
        }
        return [.. Lead(look, tape), .. Lines.Of(look, table, look.Width)];
    }

    /// <summary>One row for each op, in the order in which they were recorded.</summary>
    public static IReadOnlyList<Line> Draw(Look look, TapeView tape)
    {
        var lines = new List<Line>(Lead(look, tape));
        var hasInputs = look.Width >= NarrowestWithInputs;
        foreach (var group in tape.Groups)
        {
            var table = look.Table();
            Columns(look, table, "#", []);
            table.AddColumn(Column(look, "op"));
            if (hasInputs)
            {
                table.AddColumn(Column(look, "reads"));
            }
            table.AddColumn(Column(look, "shape"));
            Columns(look, table, null, ["forward µs", "backward µs", "gradient"]);
            foreach (var row in group.Rows)
            {
                table.AddRow(
                    new[]
                    {
                        row.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        row.Op,
                        string.Join(", ", row.Inputs),
                        row.Shape,
                        Digits.Microseconds(row.ForwardMicroseconds),
                        Digits.Microseconds(row.BackwardMicroseconds),
                        Gradient(row.GradientNorm),
                    }
                        .Where((_, i) => hasInputs || i != 2)
                        .Select(text => look.Cell(text))
                );
            }
            lines.Add(Line.Empty);
            lines.Add(look.Piece(group.Name, look.Palette.Strong));
            lines.AddRange(Lines.Of(look, table, look.Width));
        }
        return lines;
    }

    private static IReadOnlyList<Line> Lead(Look look, TapeView tape) =>
        look.Wrap(
            $"The tape of the next step: {Digits.Count(tape.EntryCount)} ops for a batch of {Digits.Count(tape.BatchSize)}, loss {Digits.Loss(tape.Loss)}. Read from the bottom up it gives the gradients."
        );

    private static string Gradient(double? norm) =>
        norm is { } value ? Digits.Ratio(value) : "none";

    private static void Columns(Look look, Table table, string? first, IEnumerable<string> numbers)
    {
        if (first is not null)
        {
            table.AddColumn(Column(look, first));
        }
        foreach (var number in numbers)
        {
            table.AddColumn(Column(look, number).RightAligned());
        }
    }

    private static TableColumn Column(Look look, string title) =>
        new(look.Cell(title, look.Palette.Strong)) { NoWrap = false };
}
