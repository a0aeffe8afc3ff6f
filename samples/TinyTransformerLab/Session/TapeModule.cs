using System.Globalization;

namespace TinyTransformerLab;

/// <summary>Which module of the GPT each entry of a tape belongs to: that of the parameter it reads, else that of the entry before.</summary>
internal static class TapeModule
{
    private const string Embedding = "embedding";
    private const string Head = "final norm, head and loss";

    /// <summary>The modules of the entries, in order.</summary>
    public static IEnumerable<string> Of(IEnumerable<TapeEntry<float>> entries)
    {
        var module = Embedding;
        foreach (var entry in entries)
        {
            module = ParameterName(entry) is { } name ? Of(name, module) : module;
            yield return module;
        }
    }

    // h.{layer}.{part}.…; a tied head reads wte once more, behind the final norm.
    private static string Of(string parameter, string before)
    {
        var parts = parameter.Split('.');
        if (parts[0] != "h")
        {
            return parts[0] is "ln_f" or "lm_head" || before == Head ? Head : Embedding;
        }
        var layer = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var part = parts[2] is "ln_1" or "attn" ? "attention" : "feed-forward";
        return string.Create(CultureInfo.InvariantCulture, $"block {layer + 1} · {part}");
    }

    private static string? ParameterName(TapeEntry<float> entry)
    {
        for (var i = 0; i < entry.Inputs.Count; i++)
        {
            if (entry.InputName(i) is ['\'', .. var name, '\''])
            {
                return name;
            }
        }
        return null;
    }
}
