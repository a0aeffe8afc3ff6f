namespace TinyTransformerLab;

/// <summary>One head at work: arcs from each letter back to the letters that it looks at, as thick as the look is strong.</summary>
internal static class ArcDiagram
{
    private const double Step = 74;
    private const double Margin = 46;
    private const double Thickest = 11;
    private const double Least = 0.03;

    /// <summary>The diagram of a map.</summary>
    public static Element Draw(AttentionMap map)
    {
        var count = map.Tokens.Count;
        var width = 2 * Margin + (count - 1) * Step;
        var ground = 30 + (count - 1) * Step * 0.5;
        return Figures.Wide(
            Caption(map),
            Figures.Svg(
                "svg.arcs",
                width,
                ground + 62,
                Caption(map),
                [
                    .. from row in Enumerable.Range(0, count)
                    from column in Enumerable.Range(0, row + 1)
                    where map.Pattern[row][column] >= Least
                    select Arc(row, column, map.Pattern[row][column], ground),
                    .. map.Tokens.Select(
                        (token, i) =>
                            Figures
                                .Text("text.arc-letter", X(i), ground + 32, token)
                                .With("text-anchor", "middle")
                    ),
                ]
            )
        );
    }

    /// <summary>The diagram in words.</summary>
    public static string Caption(AttentionMap map)
    {
        var last = map.Pattern.Count - 1;
        var best = Enumerable.Range(0, last + 1).MaxBy(column => map.Pattern[last][column]);
        return $"Layer {map.Layer + 1}, head {map.Head + 1} reads “{string.Concat(map.Tokens.Skip(1))}”. Each arc leads back to a letter that is looked at, as thick as the look is strong; a ring is a look at oneself. “{map.Tokens[last]}” looks most at “{map.Tokens[best]}” ({Digits.Probability(map.Pattern[last][best])}).";
    }

    private static double X(int index) => Margin + index * Step;

    private static Element Arc(int row, int column, double weight, double ground)
    {
        var width = Figures.At(weight * Thickest);
        if (row == column)
        {
            return Element
                .Of("circle.arc.self")
                .With("cx", Figures.At(X(row)))
                .With("cy", Figures.At(ground + 26))
                .With("r", "20")
                .With("stroke-width", Figures.At(weight * Thickest * 0.5));
        }
        var (from, to) = (Figures.At(X(row)), Figures.At(X(column)));
        var radius = Figures.At((row - column) * Step / 2);
        var y = Figures.At(ground);
        return Element
            .Of("path.arc")
            .With("d", $"M{from} {y}A{radius} {radius} 0 0 0 {to} {y}")
            .With("stroke-width", width);
    }
}
