using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>A square of numbers between letters: rows look, columns are looked at. What lies above the diagonal is forbidden and hatched, never drawn like 0.</summary>
/// <param name="Tokens">T letters.</param>
/// <param name="Values">(T, T).</param>
/// <param name="Write">How a number is written.</param>
/// <param name="WriteShort">How it is written in three columns, where room is scarce; null if it cannot be.</param>
/// <param name="Colour">Which colour its cell has.</param>
internal sealed record HeatMap(
    IReadOnlyList<string> Tokens,
    IReadOnlyList<IReadOnlyList<double>> Values,
    Func<double, string> Write,
    Func<double, string>? WriteShort,
    Func<double, Style> Colour
)
{
    private const int LetterWidth = 2;
    private const int NarrowCell = 3;

    /// <summary>Probabilities: rows sum to 1.</summary>
    public static HeatMap Pattern(
        Look look,
        IReadOnlyList<string> tokens,
        IReadOnlyList<IReadOnlyList<double>> values
    ) => new(tokens, values, Digits.Probability, Percent, look.Palette.Heat);

    /// <summary>Scores: coloured by their place between the least and the largest that are allowed.</summary>
    public static HeatMap Scores(
        Look look,
        IReadOnlyList<string> tokens,
        IReadOnlyList<IReadOnlyList<double>> values
    )
    {
        var finite = values.SelectMany(row => row).Where(double.IsFinite).ToArray();
        var (least, most) = finite.Length == 0 ? (0, 0) : (finite.Min(), finite.Max());
        return new(
            tokens,
            values,
            Digits.Score,
            null,
            value => look.Palette.Heat(most > least ? (value - least) / (most - least) : 0)
        );
    }

    /// <summary>Draws it.</summary>
    /// <param name="look">How.</param>
    /// <param name="width">Columns that it may take.</param>
    /// <param name="behind">What stands behind each row, for example its entropy.</param>
    /// <param name="isOpen">Whether the upper triangle holds numbers, too: scores before the mask.</param>
    /// <remarks>Where the numbers have no room they are percent, and where even these have none the columns on the left are left out, saying so.</remarks>
    public IReadOnlyList<Line> Draw(
        Look look,
        int width,
        IReadOnlyList<string>? behind = null,
        bool isOpen = false
    )
    {
        var room = width - LetterWidth - (behind?.Max(text => look.Fit(text).Length + 1) ?? 0);
        var wide =
            Values
                .SelectMany((row, i) => row.Where((_, j) => isOpen || j <= i))
                .Max(value => look.Fit(Write(value)).Length) + 1;
        var isNarrow = WriteShort is not null && wide * Tokens.Count > room;
        var cell = isNarrow ? NarrowCell : wide;
        var first = Math.Max(0, Tokens.Count - room / cell);
        var lines = new List<Line>
        {
            Line.Blank(LetterWidth)
                + Line.Join(Tokens.Skip(first).Select(token => Letter(look, token).Center(cell))),
        };
        for (var i = 0; i < Tokens.Count; i++)
        {
            var row = Letter(look, Tokens[i]).PadRight(LetterWidth);
            for (var j = first; j < Tokens.Count; j++)
            {
                row +=
                    j > i && !isOpen
                        ? Forbidden(look, cell)
                        : Cell(look, Values[i][j], cell, isNarrow ? WriteShort! : Write);
            }
            lines.Add(behind is null ? row : row + look.Piece($" {behind[i]}", look.Palette.Faint));
        }
        return [.. lines, .. Remarks(look, width, first, isNarrow)];
    }

    private Line Cell(Look look, double value, int width, Func<double, string> write)
    {
        var style = Colour(value);
        return look.Piece(write(value), style).PadLeft(width, style);
    }

    private static string Percent(double value) => Digits.Count((long)Math.Round(value * 100));

    private static Line Forbidden(Look look, int width) =>
        look.Piece(new string('╱', width), look.Palette.Faint);

    private static Line Letter(Look look, string token) =>
        look.Piece(token, look.Palette.Strong).Crop(LetterWidth);

    private static IEnumerable<Line> Remarks(Look look, int width, int first, bool isNarrow)
    {
        var remarks = new List<string>();
        if (isNarrow)
        {
            remarks.Add("Narrow window: numbers in percent.");
        }
        if (first > 0)
        {
            remarks.Add($"Narrow window: the first {first} columns are left out.");
        }
        return remarks.SelectMany(text => Lines.Wrap(look, text, width, look.Palette.Faint));
    }
}
