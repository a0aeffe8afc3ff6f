namespace TinyAutograd.Benchmarks;

/// <summary>What is trained: a model's sizes and the batch.</summary>
/// <param name="Name">How it is called on the command line.</param>
/// <param name="Model">The model.</param>
/// <param name="Batch">B, rows of a batch.</param>
/// <param name="Positions">T, tokens in a row; at most the model's context.</param>
/// <param name="LearningRate">Size of a step; the other settings of AdamW are its defaults, in PyTorch as here. It must be so small that
/// training does not amplify rounding: at 1e-3 and without warm-up, PyTorch's own loss of GPT-2 after 20 steps is 11.1 on one thread and
/// 9.6 on two.</param>
internal sealed record TrainingConfig(
    string Name,
    GptConfig Model,
    int Batch,
    int Positions,
    double LearningRate = 1e-3
)
{
    /// <summary>The configurations that are compared.</summary>
    public static IReadOnlyList<TrainingConfig> All { get; } =
    [
        Of("lab-tiny-b1", layers: 2, heads: 4, channels: 32, positions: 16, batch: 1, words: 27),
        Of("lab-tiny-b32", layers: 2, heads: 4, channels: 32, positions: 16, batch: 32, words: 27),
        Of("lab-mid", layers: 4, heads: 4, channels: 64, positions: 16, batch: 32, words: 27),
        Of("nano-char", layers: 6, heads: 6, channels: 384, positions: 256, batch: 8, words: 65),
        new("gpt2-124M", GptConfig.Gpt2, Batch: 4, Positions: 64, LearningRate: 1e-4),
    ];

    /// <summary>Tokens of a step.</summary>
    public int Tokens => Batch * Positions;

    /// <summary>
    /// Operations of the matrix products of a step, forward and backward (twice as many): those of the weights,
    /// <c>2·(12·C²·L + V·C)</c> per token, and of attention over the positions up to its own, <c>2·C·(T + 1)·L</c> per token.
    /// </summary>
    public double Flops
    {
        get
        {
            var (c, l, v) = (
                (double)Model.ChannelCount,
                Model.LayerCount,
                (double)Model.VocabularySize
            );
            return 3 * Tokens * (2 * (12 * c * c * l + v * c) + 2 * c * (Positions + 1) * l);
        }
    }

    /// <summary>The configuration of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TrainingConfig Named(string name) =>
        All.FirstOrDefault(config => config.Name == name)
        ?? throw new ArgumentException(
            $"There is no configuration '{name}'. Choose one of: {string.Join(", ", All.Select(config => config.Name))}."
        );

    private static TrainingConfig Of(
        string name,
        int layers,
        int heads,
        int channels,
        int positions,
        int batch,
        int words
    ) =>
        new(
            name,
            new GptConfig
            {
                LayerCount = layers,
                HeadCount = heads,
                ChannelCount = channels,
                ContextLength = positions,
                VocabularySize = words,
            },
            batch,
            positions
        );
}
