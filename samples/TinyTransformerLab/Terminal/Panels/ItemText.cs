namespace TinyTransformerLab;

/// <summary>A generated item with every letter coloured by its surprise.</summary>
internal static class ItemText
{
    /// <summary>Draws it; an item that the context cut off ends with an ellipsis, an empty one is a dash.</summary>
    public static Line Draw(Look look, LabInfo info, GeneratedItem item)
    {
        var letters = item.Letters.Where((_, i) => item.IsCut || i < item.Letters.Count - 1);
        var text =
            look.Piece(item.Prefix)
            + Line.Join(
                letters.Select(letter =>
                    look.Piece(letter.Letter, look.Palette.Surprise(Share(info, letter)))
                )
            );
        return item.IsCut ? text + look.Piece("…")
            : text.Width == 0 ? look.Piece("—", look.Palette.Faint)
            : text;
    }

    /// <summary>Surprise as a share of that of a blind guess, ln V.</summary>
    public static double Share(LabInfo info, GeneratedLetter letter) =>
        letter.Surprise / Math.Log(info.VocabularySize);
}
