namespace TinyTransformerLab;

/// <summary>What each letter contributes to a prediction, by two methods: bars to the right speak for the letter, to the left against it.</summary>
internal static class AttributionChart
{
    private const double Row = 30;
    private const double Middle = 290;
    private const double Reach = 180;
    private const double Width = 540;

    /// <summary>The contributions.</summary>
    public static Element Draw(ExplainView view)
    {
        var attribution = view.Attribution;
        var count = attribution.Position + 1;
        var largest = Math.Max(
            1e-9,
            attribution.InputTimesGradient.Concat(attribution.Occlusion).Max(Math.Abs)
        );
        var words = Summary(view);
        return Figures.Of(
            words,
            Figures.Svg(
                "svg.attribution",
                Width,
                count * Row + 30,
                words,
                [
                    Figures.Text("text.axis", Middle - 8, 14, "against").With("text-anchor", "end"),
                    Figures.Text("text.axis", Middle + 8, 14, "for"),
                    Figures.Box("rect.gradient.plus", 20, 5, 10, 10),
                    Figures.Text("text.axis", 35, 14, "input × gradient"),
                    Figures.Box("rect.occlusion.plus", 140, 5, 10, 10),
                    Figures.Text("text.axis", 155, 14, "occlusion"),
                    Figures.Line("line.zero", Middle, 20, Middle, count * Row + 26),
                    .. Enumerable.Range(0, count).SelectMany(i => Bars(attribution, i, largest)),
                ]
            ),
            Figures.Table(
                "Contributions to the log-probability, in nats",
                ["letter", "input × gradient", "occlusion"],
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        (IReadOnlyList<string>)
                            [
                                attribution.Tokens[i],
                                Digits.Signed(attribution.InputTimesGradient[i]),
                                Digits.Signed(attribution.Occlusion[i]),
                            ]
                    )
            )
        );
    }

    /// <summary>The chart in words.</summary>
    public static string Summary(ExplainView view)
    {
        var attribution = view.Attribution;
        var best = Enumerable
            .Range(0, attribution.Position + 1)
            .MaxBy(i => attribution.InputTimesGradient[i]);
        var before = string.Concat(attribution.Tokens.Take(attribution.Position + 1));
        return $"Why “{attribution.Letter}” after “{before}”: its probability is {Digits.Probability(Math.Exp(attribution.Score))}; most is said for it by “{attribution.Tokens[best]}” ({Digits.Signed(attribution.InputTimesGradient[best])}).";
    }

    private static IEnumerable<Element> Bars(LetterAttribution attribution, int i, double largest)
    {
        var y = 24 + i * Row;
        yield return Figures.Text("text.letter", 20, y + 18, attribution.Tokens[i]);
        foreach (var bar in Bar("gradient", attribution.InputTimesGradient[i], y + 2, largest))
        {
            yield return bar;
        }
        foreach (var bar in Bar("occlusion", attribution.Occlusion[i], y + 14, largest))
        {
            yield return bar;
        }
    }

    private static IEnumerable<Element> Bar(string method, double value, double y, double largest)
    {
        var length = Math.Abs(value) / largest * Reach;
        var sign = value < 0 ? "minus" : "plus";
        yield return Figures.Box(
            $"rect.{method}.{sign}",
            value < 0 ? Middle - length : Middle,
            y,
            length,
            10
        );
        yield return Figures
            .Text(
                "text.value",
                value < 0 ? Middle - length - 5 : Middle + length + 5,
                y + 9,
                Digits.Signed(value)
            )
            .With("text-anchor", value < 0 ? "end" : "start");
    }
}
