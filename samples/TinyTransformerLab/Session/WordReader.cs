using System.Globalization;
using System.Text;

namespace TinyTransformerLab;

/// <summary>Makes a typed word readable for the model, and says what it changed: lower case where that helps, unknown letters out, the end cut.</summary>
internal static class WordReader
{
    public static LabWord Read(string typed, CharacterTokenizer tokenizer, int contextLength)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var known = tokenizer.Characters.EnumerateRunes().ToHashSet();
        var used = new List<Rune>();
        var lowered = new List<Rune>();
        var unknown = new List<Rune>();
        foreach (var rune in typed.Trim().EnumerateRunes())
        {
            if (known.Contains(rune))
            {
                used.Add(rune);
            }
            else if (known.Contains(Rune.ToLowerInvariant(rune)))
            {
                lowered.Add(rune);
                used.Add(Rune.ToLowerInvariant(rune));
            }
            else
            {
                unknown.Add(rune);
            }
        }
        var notes = new List<string>();
        if (lowered.Count > 0)
        {
            notes.Add($"Read in lower case: {List(lowered)}.");
        }
        if (unknown.Count > 0)
        {
            notes.Add($"Left out, not in the vocabulary: {List(unknown)}.");
        }
        var room = contextLength - 1;
        if (used.Count > room)
        {
            notes.Add(
                $"Cut after {room.ToString(CultureInfo.InvariantCulture)} letters: the context has {contextLength.ToString(CultureInfo.InvariantCulture)} positions, one of them for the start mark."
            );
            used.RemoveRange(room, used.Count - room);
        }
        return new LabWord(typed, string.Concat(used), notes);
    }

    private static string List(List<Rune> runes) =>
        string.Join(", ", runes.Distinct().Select(Shown));

    // A control character would garble a terminal.
    private static string Shown(Rune rune) =>
        Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) ? $"U+{rune.Value:X4}" : rune.ToString();
}
