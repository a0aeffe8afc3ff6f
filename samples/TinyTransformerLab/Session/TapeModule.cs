using System.Globalization;

namespace TinyTransformerLab;

/// <summary>Which module of the GPT an entry of the tape belongs to: that of the parameter it reads, else that of the entry before.</summary>
internal static class TapeModule
{
    private const string Embedding = "embedding";
    private const string Head = "final norm, head and loss";

    /// <summary>The module of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="before">The module of the entry before; null for the first.</param>
    public static string Of(TapeEntry<float> entry, string? before)
    {
        var name = Enumerable
            .Range(0, entry.Inputs.Count)
            .Where(i => entry.Source(i) is null)
            .Select(entry.InputName)
            .FirstOrDefault(text => text.Contains('.', StringComparison.Ordinal));
        if (name is null)
        {
            return before ?? Embedding;
        }
        // h.{layer}.{part}.…; a tied head reads wte once more, behind the final norm.
        var parts = name.Trim('"', '\'').Split('.');
        if (parts[0] != "h")
        {
            return parts[0] is "ln_f" or "lm_head" || before == Head ? Head : Embedding;
        }
        var block = (int.Parse(parts[1], CultureInfo.InvariantCulture) + 1).ToString(
            CultureInfo.InvariantCulture
        );
        return parts[2] is "ln_1" or "attn"
            ? $"block {block} · attention"
            : $"block {block} · feed-forward";
    }
}
