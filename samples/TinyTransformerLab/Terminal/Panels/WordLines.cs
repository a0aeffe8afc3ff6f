namespace TinyTransformerLab;

/// <summary>The word that is looked at, and what was changed in it.</summary>
internal static class WordLines
{
    /// <summary>Draws it.</summary>
    public static IReadOnlyList<Line> Draw(Look look, LabWord word) =>
        [
            .. Lines.Wrap(
                look,
                word.Used.Length == 0 ? "Word: none, the start mark alone." : $"Word: {word.Used}",
                look.TextWidth,
                look.Palette.Strong
            ),
            .. word.Notes.SelectMany(note => look.Wrap(note, look.Palette.Second)),
        ];
}
