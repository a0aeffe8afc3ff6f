namespace TinyTransformerLab;

/// <summary>The title, and what was built.</summary>
internal static class HeaderLines
{
    /// <summary>Title, subtitle, introduction and this build.</summary>
    public static IReadOnlyList<Line> Draw(Look look, LabInfo info) =>
        [
            look.Piece(Words.Series, look.Palette.Faint),
            Title(look, Words.Title.ToUpperInvariant()),
            look.Piece(Words.Subtitle, look.Palette.Strong).Crop(look.Width),
            Line.Empty,
            .. look.Wrap(Words.Introduction),
            Line.Empty,
            .. look.Wrap(Words.ThisBuild(info), look.Palette.Accent),
            .. look.Wrap(Words.ThisBuildNote),
        ];

    /// <summary>Title and this build on two lines, for a screen that has no room for more.</summary>
    public static IReadOnlyList<Line> Short(Look look, LabInfo info) =>
        [
            Title(look, Words.Title),
            look.Piece(Words.ThisBuild(info), look.Palette.Faint).Crop(look.Width),
        ];

    // From blue to orange, letter by letter: colour that means nothing, for once.
    private static Line Title(Look look, string title) =>
        Line.Join(
                title.Select(
                    (letter, i) =>
                        look.Piece(letter.ToString(), look.Palette.Title((double)i / title.Length))
                )
            )
            .Crop(look.Width);
}
