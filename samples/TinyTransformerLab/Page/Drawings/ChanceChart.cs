namespace TinyTransformerLab;

/// <summary>The odds of the next letter as columns, before and after the sampling options, and the bar on which the letter is drawn.</summary>
internal static class ChanceChart
{
    private const double Step = 34;
    private const double PlotHeight = 170;
    private const double Top = 14;
    private const double BarWidth = 926;

    /// <summary>The odds.</summary>
    public static Element Draw(NextLetterView view)
    {
        var largest = view.Letters.Max(chance => Math.Max(chance.Before, chance.After));
        var width = view.Letters.Count * Step + 8;
        return Figures.Of(
            Summary(view),
            Figures.Svg(
                "svg.chances",
                width,
                Top + PlotHeight + 26,
                Summary(view),
                [
                    Figures.Line(
                        "line.grid",
                        0,
                        Top + PlotHeight + 0.5,
                        width,
                        Top + PlotHeight + 0.5
                    ),
                    .. view.Letters.SelectMany((chance, i) => Columns(chance, i, largest)),
                ]
            ),
            Figures.Table(
                "The odds of the next letter",
                ["letter", "before", "after"],
                view.Letters.Select(chance =>
                    (IReadOnlyList<string>)
                        [
                            chance.Letter,
                            Digits.Probability(chance.Before),
                            Digits.Probability(chance.After),
                        ]
                )
            )
        );
    }

    /// <summary>The bar from 0 to 1 in shares, one for each letter, with the number that was drawn.</summary>
    public static Element Cumulative(NextLetterView view, GeneratedLetter letter)
    {
        var parts = new List<Node>();
        var from = 0.0;
        foreach (var chance in view.Letters.Where(chance => chance.After > 0))
        {
            var isDrawn = chance.Letter == letter.Letter;
            var width = chance.After * BarWidth;
            parts.Add(
                Figures.Box(
                    isDrawn ? "rect.share.drawn" : "rect.share",
                    from * BarWidth,
                    26,
                    width,
                    34
                )
            );
            if (width >= 12)
            {
                parts.Add(
                    Figures
                        .Text(
                            isDrawn ? "text.share-name.drawn" : "text.share-name",
                            from * BarWidth + width / 2,
                            48,
                            chance.Letter
                        )
                        .With("text-anchor", "middle")
                );
            }
            from += chance.After;
        }
        var x = letter.Draw * BarWidth;
        parts.Add(Element.Of("path.needle").With("d", $"M{Figures.At(x)} 25l-6 -9h12z"));
        parts.Add(
            Figures
                .Text("text.tick", x, 12, Digits.Probability(letter.Draw))
                .With(
                    "text-anchor",
                    x < 20 ? "start"
                        : x > BarWidth - 20 ? "end"
                        : "middle"
                )
        );
        var words = Words.Drawn(letter);
        return Element.Of(
            "figure.chart",
            Figures.Wide(words, Figures.Svg("svg.cumulative", BarWidth, 62, words, [.. parts])),
            Element.Of("figcaption", words)
        );
    }

    /// <summary>The chart in words.</summary>
    public static string Summary(NextLetterView view)
    {
        var best = view.Letters.OrderByDescending(chance => chance.Before).Take(3);
        var text = string.Join(
            ", ",
            best.Select(chance => $"{chance.Letter} {Digits.Probability(chance.Before)}")
        );
        return $"Likeliest {(view.Prefix.Used.Length == 0 ? "first letters" : $"letters after “{view.Prefix.Used}”")}: {text}. Entropy {Digits.Loss(view.Entropy)} nats: {Words.AsIfChoosing(Math.Exp(view.Entropy))}.";
    }

    private static IEnumerable<Element> Columns(LetterChance chance, int index, double largest)
    {
        var x = 4 + index * Step;
        var (before, after) = (
            chance.Before / largest * PlotHeight,
            chance.After / largest * PlotHeight
        );
        yield return Figures.Box("rect.before", x + 3, Top + PlotHeight - before, 13, before);
        yield return Figures.Box("rect.after", x + 17, Top + PlotHeight - after, 13, after);
        yield return Figures
            .Text("text.letter", x + 16.5, Top + PlotHeight + 18, chance.Letter)
            .With("text-anchor", "middle");
    }
}
