namespace TinyTransformerLab;

/// <summary>A chapter: what a box of the strip does.</summary>
internal static class ChapterLines
{
    /// <summary>Draws it.</summary>
    public static IReadOnlyList<Line> Draw(Look look, Chapter chapter) =>
        [
            .. look.Wrap($"Chapter {chapter.Number}. {chapter.Title}", look.Palette.Accent),
            .. chapter.Paragraphs.SelectMany(paragraph => look.Wrap(paragraph).Prepend(Line.Empty)),
        ];
}
