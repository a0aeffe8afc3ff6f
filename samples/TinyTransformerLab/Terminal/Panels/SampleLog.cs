namespace TinyTransformerLab;

/// <summary>The log of babble: what the model wrote at a step.</summary>
internal static class SampleLog
{
    private const int StepWidth = 12;

    /// <summary>Draws the lines that tell the most: the first, the last, and between them more early than late ones.</summary>
    /// <param name="look">How.</param>
    /// <param name="info">What is fixed.</param>
    /// <param name="samples">The log.</param>
    /// <param name="most">Lines at the most.</param>
    public static IReadOnlyList<Line> Draw(
        Look look,
        LabInfo info,
        IReadOnlyList<SampleLine> samples,
        int most
    ) => [.. Chosen(samples.Count, most).Select(i => DrawLine(look, info, samples[i]))];

    /// <summary>Draws the last lines, the newest at the end.</summary>
    public static IReadOnlyList<Line> DrawLast(
        Look look,
        LabInfo info,
        IReadOnlyList<SampleLine> samples,
        int most
    ) => [.. samples.TakeLast(Math.Max(0, most)).Select(line => DrawLine(look, info, line))];

    /// <summary>Draws one line.</summary>
    public static Line DrawLine(Look look, LabInfo info, SampleLine sample) =>
        (
            look.Piece($"step {Digits.Count(sample.Step)}", look.Palette.Faint).PadLeft(StepWidth)
            + Line.Join(
                sample.Items.Select(item => Line.Blank(2) + ItemText.Draw(look, info, item))
            )
        ).Crop(look.Width);

    // Evenly spaced on a logarithmic scale: the babble changes most at the beginning.
    private static IEnumerable<int> Chosen(int count, int most) =>
        count <= most
            ? Enumerable.Range(0, count)
            : Enumerable
                .Range(0, most)
                .Select(i => (int)Math.Round(Math.Pow(count, (double)i / (most - 1))) - 1)
                .Distinct();
}
