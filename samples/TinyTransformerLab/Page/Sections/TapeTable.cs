namespace TinyTransformerLab;

/// <summary>The tape of a step, module by module.</summary>
internal static class TapeTable
{
    private static readonly string[] Columns =
    [
        "#",
        "op",
        "inputs",
        "shape",
        "forward (µs)",
        "backward (µs)",
        "‖gradient‖",
    ];

    public static Element Of(TapeView tape) =>
        Element.Of(
            "div",
            Element.Of(
                "p",
                $"{Digits.Count(tape.EntryCount)} operations lead from {tape.BatchSize} items to the loss {Digits.Loss(tape.Loss)}. Read downwards it is the forward pass, upwards the backward pass."
            ),
            Element.Of(
                "div.tape-groups",
                [
                    .. tape.Groups.Select(group =>
                        Figures.Folded(
                            Title(group),
                            Figures.Table(group.Name, Columns, group.Rows.Select(Row))
                        )
                    ),
                ]
            )
        );

    private static string Title(TapeGroup group) =>
        $"{group.Name}: {group.Rows.Count} operations"
        + (
            group.Rows.Any(row => row.ForwardMicroseconds > 0)
                ? $", {Digits.Microseconds(group.Rows.Sum(row => row.ForwardMicroseconds))} µs forward, {Digits.Microseconds(group.Rows.Sum(row => row.BackwardMicroseconds))} µs backward"
                : ""
        );

    private static IReadOnlyList<string> Row(TapeRow row) =>
        [
            $"{row.Number}",
            row.Op,
            string.Join(", ", row.Inputs),
            row.Shape,
            Digits.Microseconds(row.ForwardMicroseconds),
            Digits.Microseconds(row.BackwardMicroseconds),
            row.GradientNorm is { } norm ? Digits.Ratio(norm) : "not reached",
        ];
}
