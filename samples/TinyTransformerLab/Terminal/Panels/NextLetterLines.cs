namespace TinyTransformerLab;

/// <summary>The odds of the next letter: for each one a bar with its probability before and after the sampling options.</summary>
internal static class NextLetterLines
{
    private const int BarWidth = 12;
    private const int Gap = 2;

    /// <summary>Draws it, column by column.</summary>
    public static IReadOnlyList<Line> Draw(Look look, NextLetterView view)
    {
        var rows = view.Letters.Select(letter => Row(look, letter, Largest(view))).ToArray();
        var width = rows.Max(row => row.Width);
        var columns = Math.Clamp((look.Width + Gap) / (width + Gap), 1, 4);
        var perColumn = (rows.Length + columns - 1) / columns;
        return
        [
            .. Lead(look, view),
            .. Enumerable
                .Range(0, perColumn)
                .Select(i =>
                    Line.Join(
                            Enumerable
                                .Range(0, columns)
                                .Select(column => column * perColumn + i)
                                .Where(index => index < rows.Length)
                                .Select(index => rows[index].PadRight(width + Gap))
                        )
                        .Crop(look.Width)
                ),
        ];
    }

    private static double Largest(NextLetterView view) =>
        view.Letters.Max(letter => Math.Max(letter.Before, letter.After));

    private static IReadOnlyList<Line> Lead(Look look, NextLetterView view) =>
        [
            .. view.Prefix.Notes.SelectMany(note => look.Wrap(note, look.Palette.Second)),
            .. look.Wrap(
                (
                    view.Prefix.Used.Length == 0
                        ? "The first letter"
                        : $"The letter behind \"{view.Prefix.Used}\""
                )
                    + $": the model's probability → after {NameLines.Sampling(view.Sampling)}. · is the end. Entropy before: {Digits.Probability(view.Entropy)} nats."
            ),
        ];

    private static Line Row(Look look, LetterChance letter, double largest) =>
        look.Piece(letter.Letter, look.Palette.Strong).Center(3)
        + Bar.Of(look, letter.After / largest, BarWidth, look.Palette.Accent)
        + look.Piece($" {Digits.Probability(letter.Before)}", look.Palette.Faint)
        + look.Piece($" → {Digits.Probability(letter.After)}");
}
