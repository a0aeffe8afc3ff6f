using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>What the model would say if it ended here.</summary>
/// <param name="Name">Where: <c>embed</c>, or <c>blocks.{layer}.resid_post</c>.</param>
/// <param name="Probabilities">(T, V): for each position the probabilities of the token that follows; rows sum to 1.</param>
public sealed record LogitLensStage(
    string Name,
    IReadOnlyList<IReadOnlyList<double>> Probabilities
);

public static partial class GptInspection
{
    /// <summary>Reads the residual stream early: final LayerNorm, output head and softmax after the embedding and after each block.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Of the model's vocabulary.</param>
    /// <param name="text">At most T − 1 characters for a context of T; the mark stands before it.</param>
    /// <returns>L + 1 stages; the last one is what the model says.</returns>
    /// <exception cref="ArgumentException">The text is too long or has an unknown character, or the vocabularies differ.</exception>
    /// <remarks>Source: nostalgebraist 2020, "interpreting GPT: the logit lens".</remarks>
    public static IReadOnlyList<LogitLensStage> LogitLens<T>(
        this Gpt<T> model,
        CharacterTokenizer tokenizer,
        string text
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tokens = Prompt.Encode(model, tokenizer, text);
        using var workspace = new Workspace<T>();
        var trace = model.Trace(Prompt.Row(tokens));
        IEnumerable<string> stages =
        [
            TraceName.Embed,
            .. Enumerable
                .Range(0, model.Config.LayerCount)
                .Select(layer => TraceName.Of(layer, TraceName.ResidualAfter)),
        ];
        return [.. stages.Select(name => new LogitLensStage(name, Read(trace[name])))];

        IReadOnlyList<IReadOnlyList<double>> Read(Variable<T> x) // (1, T, C)
        {
            var probabilities = model.Unembed(x).Softmax(); // (1, T, V)
            return MatrixRows.Of(probabilities[0]); // (T, V)
        }
    }
}
