namespace TinyTransformerLab;

/// <summary>One picture of a training under way, made to fit the window.</summary>
/// <param name="Info">What is fixed.</param>
/// <param name="State">Where training stands.</param>
/// <param name="Curve">The loss over the steps.</param>
/// <param name="Samples">The log of babble, asked-for lines included.</param>
/// <param name="Speed">What the clock says.</param>
/// <param name="Footer">Keys, or what is being done; empty if there is nothing to say.</param>
internal sealed record LiveFrame(
    LabInfo Info,
    TrainingState State,
    LossCurve Curve,
    IReadOnlyList<SampleLine> Samples,
    TrainingSpeed Speed,
    IReadOnlyList<Line> Footer
)
{
    private const int LeastSamples = 2;
    private const int TallestPlot = 26;
    private const int LinesBelowStrip = 28;

    /// <summary>Draws it.</summary>
    /// <param name="look">How.</param>
    /// <param name="height">Lines of the window.</param>
    /// <returns>Exactly <paramref name="height"/> lines, the footer last.</returns>
    public IReadOnlyList<Line> Draw(Look look, int height)
    {
        var room = height - Footer.Count;
        var top = Top(look, room);
        var body = Body(look, room - top.Count);
        var log = SampleLog.DrawLast(look, Info, Samples, room - top.Count - body.Count);
        IReadOnlyList<Line> lines = [.. top, .. body, .. log];
        return
        [
            .. lines.Take(room),
            .. Enumerable.Repeat(Line.Empty, Math.Max(0, room - lines.Count)),
            .. Footer.Take(height),
        ];
    }

    private IReadOnlyList<Line> Top(Look look, int room)
    {
        IReadOnlyList<Line> title = HeaderLines.Short(look, Info);
        IReadOnlyList<Line> strip = [.. title, Line.Empty, .. StripLines.Draw(look, Info)];
        var head = room - strip.Count >= LinesBelowStrip ? strip : title;
        return [.. head, look.Rule($"1 {Words.Panels[0].Title}")];
    }

    // The tallest plot that leaves room for some babble.
    private IReadOnlyList<Line> Body(Look look, int room)
    {
        var plot = TrainingLines.PlotHeight(look, Info, State, Speed, room - LeastSamples);
        return TrainingLines.Draw(look, Info, State, Curve, Speed, Math.Min(TallestPlot, plot));
    }
}
