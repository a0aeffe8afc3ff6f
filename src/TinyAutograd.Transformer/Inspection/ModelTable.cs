namespace TinyAutograd.Transformer;

/// <summary>One quantity of two models.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Formula">How it follows from the sizes, in the letters of the README; a letter alone for a size itself.</param>
/// <param name="Here">Of this model.</param>
/// <param name="There">Of the model that it is compared with.</param>
public sealed record ModelTableRow(string Name, string Formula, long Here, long There)
{
    /// <summary>How many times more there; NaN or ∞ where this model has none.</summary>
    public double Ratio => (double)There / Here;
}

/// <summary>From one model to another, for example from a tiny one to GPT-2: only the numbers differ. Every cell is computed.</summary>
/// <param name="Sizes">Layers, heads, dimensions, context, vocabulary.</param>
/// <param name="Weights">Number of weights of each part: they sum to <paramref name="WeightTotal"/>.</param>
/// <param name="WeightTotal">Number of weights of the whole model.</param>
/// <param name="Operations">Floating-point operations per token of one training step, part by part: they sum to
/// <paramref name="OperationTotal"/>.</param>
/// <param name="OperationTotal">Floating-point operations per token of one training step.</param>
public sealed record ModelTable(
    IReadOnlyList<ModelTableRow> Sizes,
    IReadOnlyList<ModelTableRow> Weights,
    ModelTableRow WeightTotal,
    IReadOnlyList<ModelTableRow> Operations,
    ModelTableRow OperationTotal
)
{
    /// <summary>Compares a model with GPT-2.</summary>
    /// <param name="config">The model.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    public static ModelTable ToGpt2(GptConfig config) => Between(config, GptConfig.Gpt2);

    /// <summary>Compares two models.</summary>
    /// <param name="here">One model.</param>
    /// <param name="there">The other.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A configuration is impossible.</exception>
    /// <remarks>Operations are those of the matrix products, two for each multiply-add, in sequences of full context length: the forward pass, and
    /// twice as many for the backward pass. Not counted are biases, norms, softmax, GELU and the optimizer, which touch each number a few times
    /// only; attention is counted as whole T × T matrices. Source: Chowdhery et al. 2022, appendix B.</remarks>
    public static ModelTable Between(GptConfig here, GptConfig there)
    {
        ArgumentNullException.ThrowIfNull(here);
        ArgumentNullException.ThrowIfNull(there);
        here.Validate();
        there.Validate();
        return new ModelTable(
            [
                Row("layers", "L", m => m.LayerCount),
                Row("heads", "H", m => m.HeadCount),
                Row("dimensions", "C", m => m.ChannelCount),
                Row("context", "T", m => m.ContextLength),
                Row("vocabulary", "V", m => m.VocabularySize),
            ],
            [
                Row("token embedding", "V·C", m => V(m) * C(m)),
                Row("position embedding", "T·C", m => P(m) * C(m)),
                Row("layer norms", "L·4C", m => L(m) * 4 * C(m)),
                Row("attention", "L·(4C² + 4C)", m => L(m) * 4 * (C(m) * C(m) + C(m))),
                Row("feed-forward", "L·(8C² + 5C)", m => L(m) * (8 * C(m) * C(m) + 5 * C(m))),
                Row("final layer norm", "2C", m => 2 * C(m)),
                Row("output head", "V·C, 0 if tied", m => m.HasTiedHead ? 0 : V(m) * C(m)),
            ],
            Row(
                "weights",
                "V·C + T·C + L·(12C² + 13C) + 2C, and V·C if the head is not tied",
                m => m.WeightCount
            ),
            [
                Row("attention projections", "6·L·4C²", m => 6 * L(m) * 4 * C(m) * C(m)),
                Row("attention itself", "12·L·T·C", m => 12 * L(m) * P(m) * C(m)),
                Row("feed-forward", "6·L·8C²", m => 6 * L(m) * 8 * C(m) * C(m)),
                Row("output head", "6·V·C", m => 6 * V(m) * C(m)),
            ],
            Row(
                "operations per token",
                "6·(12·L·C² + V·C) + 12·L·T·C",
                m => 6 * (12 * L(m) * C(m) * C(m) + V(m) * C(m)) + 12 * L(m) * P(m) * C(m)
            )
        );

        ModelTableRow Row(string name, string formula, Func<GptConfig, long> of) =>
            new(name, formula, of(here), of(there));

        static long L(GptConfig model) => model.LayerCount;
        static long C(GptConfig model) => model.ChannelCount;
        static long P(GptConfig model) => model.ContextLength;
        static long V(GptConfig model) => model.VocabularySize;
    }
}
