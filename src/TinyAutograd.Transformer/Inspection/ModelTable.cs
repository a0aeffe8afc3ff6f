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
/// <param name="Sizes">Layers, heads, dimensions, context, vocabulary; and where a model is of another kind than GPT-2 the widths of keys and
/// feed-forward network.</param>
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
    public static ModelTable ToGpt2(GptConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Between(config, GptConfig.Gpt2);
    }

    /// <summary>Compares two models.</summary>
    /// <param name="here">One model.</param>
    /// <param name="there">The other.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A configuration is impossible.</exception>
    /// <remarks>Operations are counted as <see cref="GptConfig.TrainingOperationCount"/> says.</remarks>
    public static ModelTable Between(GptConfig here, GptConfig there)
    {
        ArgumentNullException.ThrowIfNull(here);
        ArgumentNullException.ThrowIfNull(there);
        here.Validate();
        there.Validate();
        var isPlain = here.WithoutDropout.IsPlain && there.WithoutDropout.IsPlain;
        return new ModelTable(
            [
                Row("layers", "L", m => m.LayerCount),
                Row("heads", "H", m => m.HeadCount),
                Row("dimensions", "C", m => m.ChannelCount),
                Row("context", "T", m => m.ContextLength),
                Row("vocabulary", "V", m => m.VocabularySize),
                .. isPlain ? (ModelTableRow[])[] : Widths(),
            ],
            [
                Row("token embedding", "V·C", m => V(m) * C(m)),
                Row(
                    "position embedding",
                    Of("T·C", "T·C, 0 if rotary"),
                    m => m.PositionWeightCount
                ),
                Row(
                    "layer norms",
                    Of("L·4C", "L·4C, L·2C without biases"),
                    m => L(m) * 2 * m.NormWeightCount
                ),
                Row(
                    "attention",
                    Of("L·(4C² + 4C)", "L·(2C² + 2CK), and L·(2C + 2K) biases"),
                    m => L(m) * m.AttentionWeightCount
                ),
                Row(
                    "feed-forward",
                    Of("L·(8C² + 5C)", "L·nCF, and L·((n − 1)·F + C) biases"),
                    m => L(m) * m.FeedForwardWeightCount
                ),
                Row("final layer norm", Of("2C", "2C, C without bias"), m => m.NormWeightCount),
                Row("output head", "V·C, 0 if tied", m => m.HasTiedHead ? 0 : V(m) * C(m)),
            ],
            Row(
                "weights",
                Of(
                    "V·C + T·C + L·(12C² + 13C) + 2C, and V·C if the head is not tied",
                    "the sum of these"
                ),
                m => m.WeightCount
            ),
            [
                Row(
                    "attention projections",
                    Of("6·L·4C²", "6·L·(2C² + 2CK)"),
                    m => 6 * L(m) * m.AttentionProductCount
                ),
                Row("attention itself", "12·L·T·C", m => 12 * L(m) * m.ContextLength * C(m)),
                Row(
                    "feed-forward",
                    Of("6·L·8C²", "6·L·nCF"),
                    m => 6 * L(m) * m.FeedForwardProductCount
                ),
                Row("output head", "6·V·C", m => 6 * V(m) * C(m)),
            ],
            Row(
                "operations per token",
                Of("6·(12·L·C² + V·C) + 12·L·T·C", "the sum of these"),
                m => m.TrainingOperationCount
            )
        );

        string Of(string plain, string general) => isPlain ? plain : general;

        ModelTableRow[] Widths() =>
            [
                Row("keys", "K", m => m.KeyChannelCount),
                Row("feed-forward width", "F", m => m.HiddenCount),
                Row("feed-forward matrices", "n", m => m.FeedForwardMatrixCount),
            ];

        ModelTableRow Row(string name, string formula, Func<GptConfig, long> of) =>
            new(name, formula, of(here), of(there));

        static long L(GptConfig model) => model.LayerCount;
        static long C(GptConfig model) => model.ChannelCount;
        static long V(GptConfig model) => model.VocabularySize;
    }
}
