namespace TinyTransformerLab;

/// <summary>Why this letter: what each position contributes, by two methods.</summary>
internal static class ExplainLines
{
    private const int WidestHalf = 14;
    private const int NumberWidth = 7;

    /// <summary>Draws it.</summary>
    public static IReadOnlyList<Line> Draw(Look look, ExplainView view)
    {
        var why = view.Attribution;
        var half = Math.Clamp((look.Width - 2 * (NumberWidth + 4) - 4) / 4, 3, WidestHalf);
        var largest = why
            .InputTimesGradient.Concat(why.Occlusion)
            .Select(Math.Abs)
            .Append(1e-9)
            .Max();
        var column = NumberWidth + 1 + 2 * half + 1;
        return
        [
            .. look.Wrap(
                $"Why \"{why.Letter}\" after \"{string.Concat(why.Tokens.Take(why.Position + 1))}\"? Its log-probability is {Digits.Score(why.Score)}. What each position adds to it (input × gradient), and what is lost without its letter (occlusion):"
            ),
            (
                Line.Blank(4)
                + look.Piece("input × gradient", look.Palette.Faint).PadRight(column + 2)
                + look.Piece("occlusion", look.Palette.Faint)
            ).Crop(look.Width),
            .. why
                .Tokens.Take(why.Position + 1)
                .Select(
                    (token, i) =>
                        (
                            look.Piece(token, look.Palette.Strong).Center(4)
                            + Number(look, why.InputTimesGradient[i], largest, half)
                            + Line.Blank(2)
                            + Number(look, why.Occlusion[i], largest, half)
                        ).Crop(look.Width)
                ),
        ];
    }

    private static Line Number(Look look, double value, double largest, int half) =>
        look.Piece(Digits.Signed(value), look.Palette.Sign(value)).PadLeft(NumberWidth)
        + Line.Blank(1)
        + Bar.Signed(look, value / largest, half);
}
