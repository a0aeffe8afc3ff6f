using System.Globalization;

namespace TinyTransformerLab;

/// <summary>The loss over the steps: raw as a faint band, smooth bold, held out as dots, and what simpler guessers reach as dashed lines.</summary>
/// <param name="curve">The loss.</param>
/// <param name="info">The guessers.</param>
/// <param name="state">Where training stands.</param>
internal sealed class LossChart(LossCurve curve, LabInfo info, TrainingState state)
{
    private const double Width = 720;
    private const double Height = 400;
    private const double Left = 46;
    private const double Right = 24;
    private const double Top = 16;
    private const double Bottom = 42;
    private const int ReferenceLines = 3;

    private readonly int last = Math.Max(1, state.Step);
    private readonly double high =
        Math.Max(info.Baselines[0].Loss, curve.HeldOut.Max(point => point.Loss)) + 0.12;
    private readonly double low =
        Math.Min(
            info.Baselines[Math.Min(ReferenceLines, info.Baselines.Count) - 1].Loss,
            curve.Smooth.Concat(curve.HeldOut).Min(point => point.Loss)
        ) - 0.3;

    public Element Draw() =>
        Figures.Of(
            Summary(),
            Figures.Svg(
                "svg.loss",
                Width,
                Height,
                Summary(),
                [
                    .. LossTicks(),
                    .. StepTicks(),
                    .. References(),
                    Path("path.raw", Band()),
                    Path("path.smooth", Smooth()),
                    .. curve.HeldOut.Select(Dot),
                    .. Legend(),
                ]
            ),
            Numbers()
        );

    /// <summary>The chart in a sentence or two.</summary>
    public string Summary()
    {
        var start = $"Held-out loss {Digits.Loss(state.StartLoss)} at the start";
        var now =
            state.Step == 0
                ? "."
                : $", {Digits.Loss(state.HeldOutLoss)} after {Digits.Count(state.Step)} steps.";
        var lines = info
            .Baselines.Take(ReferenceLines)
            .Select(baseline => $"{baseline.Name} {Digits.Loss(baseline.Loss)}");
        return $"{start}{now} For comparison: {string.Join(", ", lines)}.";
    }

    private double X(double step) => Left + (Width - Left - Right) * step / last;

    private double Y(double loss) =>
        Top
        + (Height - Top - Bottom)
            * (high - Math.Clamp(double.IsFinite(loss) ? loss : high, low, high))
            / (high - low);

    private IEnumerable<Element> LossTicks()
    {
        for (var loss = Math.Ceiling(low * 2) / 2; loss <= high; loss += 0.5)
        {
            yield return Figures.Line("line.grid", Left, Y(loss), Width - Right, Y(loss));
            yield return Figures
                .Text(
                    "text.tick",
                    Left - 8,
                    Y(loss) + 4,
                    loss.ToString("0.0", CultureInfo.InvariantCulture)
                )
                .With("text-anchor", "end");
        }
        yield return Figures
            .Text("text.axis", Width - Right, Height - Bottom - 5, "steps")
            .With("text-anchor", "end");
        yield return Figures.Text("text.axis", 4, Top - 4, "nats");
    }

    private IEnumerable<Element> StepTicks()
    {
        var size = TickSize(last / 6.0);
        for (var step = 0L; step <= last; step += size)
        {
            yield return Figures
                .Text("text.tick", X(step), Height - Bottom + 18, Digits.Count(step))
                .With("text-anchor", "middle");
        }
    }

    // 1, 2 or 5 times a power of ten.
    private static long TickSize(double wanted)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, wanted))));
        var size =
            wanted <= power ? 1
            : wanted <= 2 * power ? 2
            : wanted <= 5 * power ? 5
            : 10;
        return (long)(size * power);
    }

    private IEnumerable<Element> References()
    {
        foreach (var baseline in info.Baselines.Take(ReferenceLines))
        {
            var y = Y(baseline.Loss);
            yield return Figures.Line("line.reference", Left, y, Width - Right, y);
            yield return Figures
                .Text(
                    "text.reference-name",
                    Width - Right,
                    y - 6,
                    $"{baseline.Name} {Digits.Loss(baseline.Loss)}"
                )
                .With("text-anchor", "end");
        }
    }

    private string Band()
    {
        var upper = curve.Raw.Select(bucket => Point(Middle(bucket), bucket.Largest));
        var lower = curve.Raw.Reverse().Select(bucket => Point(Middle(bucket), bucket.Least));
        return curve.Raw.Count == 0 ? "" : $"M{string.Join('L', upper.Concat(lower))}Z";
    }

    private string Smooth() =>
        curve.Smooth.Count == 0
            ? ""
            : "M" + string.Join('L', curve.Smooth.Select(point => Point(point.Step, point.Loss)));

    private static double Middle(CurveBucket bucket) => (bucket.From + bucket.To) / 2.0;

    private string Point(double step, double loss) => $"{Short(X(step))} {Short(Y(loss))}";

    private static string Short(double value) =>
        value.ToString("0.#", CultureInfo.InvariantCulture);

    private static Element Path(string selector, string d) => Element.Of(selector).With("d", d);

    private Element Dot(CurvePoint point) =>
        Element
            .Of("circle.held-out")
            .With("cx", Figures.At(X(point.Step)))
            .With("cy", Figures.At(Y(point.Loss)))
            .With("r", "4");

    private static IEnumerable<Element> Legend()
    {
        const double y = Height - 8;
        yield return Figures.Box("rect.raw", 46, y - 9, 22, 10);
        yield return Figures.Text("text.key-name", 74, y, "each batch");
        yield return Figures.Line("line.smooth", 162, y - 4, 184, y - 4);
        yield return Figures.Text("text.key-name", 190, y, "mean of the last 100 batches");
        yield return Element
            .Of("circle.held-out")
            .With("cx", "402")
            .With("cy", Figures.At(y - 4))
            .With("r", "4");
        yield return Figures.Text("text.key-name", 412, y, "held out");
    }

    private Element Numbers() =>
        Element.Of(
            "div.side-by-side",
            Figures.Table(
                "Held-out loss",
                ["step", "loss (nats)"],
                curve.HeldOut.Select(point =>
                    (IReadOnlyList<string>)[Digits.Count(point.Step), Digits.Loss(point.Loss)]
                )
            ),
            Figures.Table(
                "Simpler guessers, on the held-out items",
                ["guesser", "what it does", "loss (nats)"],
                info.Baselines.Select(baseline =>
                    (IReadOnlyList<string>)
                        [baseline.Name, baseline.Words, Digits.Loss(baseline.Loss)]
                )
            )
        );
}
