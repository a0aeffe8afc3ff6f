namespace TinyTransformerLab;

/// <summary>A matrix as a table of coloured numbers: rows look, columns are looked at, and what may not be looked at is hatched.</summary>
internal static class HeatTable
{
    /// <summary>Probabilities of an attention pattern.</summary>
    public static Element Pattern(
        string caption,
        IReadOnlyList<string> tokens,
        IReadOnlyList<IReadOnlyList<double>> pattern
    ) => Of(caption, tokens, pattern, Digits.Probability, ColorScale.Of);

    /// <summary>Scores, masked where a row may not look.</summary>
    public static Element Scores(
        string caption,
        IReadOnlyList<string> tokens,
        IReadOnlyList<IReadOnlyList<double>> scores
    )
    {
        var open = scores.SelectMany((row, i) => row.Take(i + 1));
        var largest = open.Select(Math.Abs).DefaultIfEmpty(0).Max();
        return Of(
            caption,
            tokens,
            scores,
            Digits.Score,
            value => ColorScale.OfSigned(value, largest > 0 ? largest : 1)
        );
    }

    private static Element Of(
        string caption,
        IReadOnlyList<string> tokens,
        IReadOnlyList<IReadOnlyList<double>> rows,
        Func<double, string> digits,
        Func<double, string> color
    ) =>
        Element.Of(
            "table.heat",
            Element.Of("caption", caption),
            Element.Of(
                "thead",
                Element.Of(
                    "tr",
                    [
                        Element.Of("td"),
                        .. tokens.Select(token => Element.Of("th", token).With("scope", "col")),
                    ]
                )
            ),
            Element.Of(
                "tbody",
                [
                    .. rows.Select(
                        (row, i) =>
                            Element.Of(
                                "tr",
                                [
                                    Element.Of("th", tokens[i]).With("scope", "row"),
                                    .. row.Select((value, j) => Cell(value, j > i, digits, color)),
                                ]
                            )
                    ),
                ]
            )
        );

    private static Element Cell(
        double value,
        bool isForbidden,
        Func<double, string> digits,
        Func<double, string> color
    ) =>
        isForbidden
            ? Element.Of("td.forbidden", Element.Of("span.hidden", "may not look"))
            : Element.Of($"td.{color(value)}", digits(value));
}
