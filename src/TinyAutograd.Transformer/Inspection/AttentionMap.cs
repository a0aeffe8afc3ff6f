using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Where one head looks while it reads one text, in the three stages scores → masked → softmax. Rows look, columns are looked at.</summary>
/// <param name="Layer">From 0.</param>
/// <param name="Head">From 0.</param>
/// <param name="Tokens">T texts, the mark first.</param>
/// <param name="Scores">(T, T): q·kᵀ / √D, also where a row may not look.</param>
/// <param name="Masked">The scores with −∞ above the diagonal.</param>
/// <param name="Pattern">Softmax of the masked scores: probabilities, 0 above the diagonal.</param>
/// <param name="RowSums">T sums of the pattern's rows: 1 up to rounding.</param>
/// <param name="Entropies">T entropies of the pattern's rows in nats, <c>−Σ p·ln p</c>: 0 if a row looks at one place, ln(i + 1) if row i
/// looks everywhere alike.</param>
public sealed record AttentionMap(
    int Layer,
    int Head,
    IReadOnlyList<string> Tokens,
    IReadOnlyList<IReadOnlyList<double>> Scores,
    IReadOnlyList<IReadOnlyList<double>> Masked,
    IReadOnlyList<IReadOnlyList<double>> Pattern,
    IReadOnlyList<double> RowSums,
    IReadOnlyList<double> Entropies
);

public static partial class GptInspection
{
    /// <summary>Where every head looks while the model reads a text.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Of the model's vocabulary.</param>
    /// <param name="text">At most T − 1 characters for a context of T; the mark stands before it.</param>
    /// <returns>L·H maps, layer by layer: that of head h in layer l is number l·H + h.</returns>
    /// <exception cref="ArgumentException">The text is too long or has an unknown character, or the vocabularies differ.</exception>
    public static IReadOnlyList<AttentionMap> AttentionMaps<T>(
        this Gpt<T> model,
        CharacterTokenizer tokenizer,
        string text
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tokens = Prompt.Encode(model, tokenizer, text);
        string[] names = [.. tokens.Select(tokenizer.Decode)];
        using var workspace = new Workspace<T>();
        var trace = model.Trace(Prompt.Row(tokens));
        var maps = new List<AttentionMap>();
        for (var layer = 0; layer < model.Config.LayerCount; layer++)
        {
            for (var head = 0; head < model.Config.HeadCount; head++)
            {
                maps.Add(Map(trace, layer, head, names));
            }
        }
        return maps;
    }

    private static AttentionMap Map<T>(GptTrace<T> trace, int layer, int head, string[] names)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scores = trace[layer, TraceName.Scores][0, head]; // (T, T)
        var masked = scores.MaskedFill(!Mask.Causal(names.Length), T.NegativeInfinity); // (T, T)
        var pattern = MatrixRows.Of(trace[layer, TraceName.Pattern][0, head]); // (T, T)
        return new AttentionMap(
            layer,
            head,
            names,
            MatrixRows.Of(scores),
            MatrixRows.Of(masked),
            pattern,
            [.. pattern.Select(row => row.Sum())],
            [.. pattern.Select(Entropy)]
        );
    }

    // In nats; 0·ln 0 = 0.
    private static double Entropy(IReadOnlyList<double> probabilities) =>
        -probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p));
}
