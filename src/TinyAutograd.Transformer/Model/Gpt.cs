using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A GPT: from tokens to the logits of the token that follows each position.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>GPT-2's architecture and parameter names (Radford et al. 2019), so that its weights fit.</remarks>
public sealed class Gpt<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<TransformerBlock<T>> blocks = [];

    /// <summary>A GPT with GPT-2's initialisation.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="random">Draws the weights: the same generator state gives the same model.</param>
    /// <exception cref="ArgumentException">The configuration is impossible.</exception>
    public Gpt(GptConfig config, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(random);
        config.Validate();
        Config = config;
        var (v, t, c) = (config.VocabularySize, config.ContextLength, config.ChannelCount);
        TokenEmbedding = AddModule("wte", new Embedding<T>(v, c, random, Gpt.Weights<T>()));
        PositionEmbedding = AddModule("wpe", new Embedding<T>(t, c, random, Gpt.Weights<T>()));
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            blocks.Add(AddModule($"h.{layer}", new TransformerBlock<T>(config, random)));
        }
        FinalNorm = AddModule("ln_f", new LayerNorm<T>(c, config.LayerNormEpsilon));
        HeadWeight = config.HasTiedHead
            ? TokenEmbedding.Weight
            : AddParameter("lm_head.weight", Gpt.Weights<T>()([v, c], random));
    }

    /// <summary>The sizes.</summary>
    public GptConfig Config { get; }

    /// <summary>A vector of C channels per token.</summary>
    public Embedding<T> TokenEmbedding { get; }

    /// <summary>A vector of C channels per position.</summary>
    public Embedding<T> PositionEmbedding { get; }

    /// <summary>The L blocks, in order.</summary>
    public IReadOnlyList<TransformerBlock<T>> Blocks => blocks;

    /// <summary>The LayerNorm behind the last block.</summary>
    public LayerNorm<T> FinalNorm { get; }

    /// <summary>The output head, shape (V, C): the token embedding where it is tied.</summary>
    public Parameter<T> HeadWeight { get; }

    /// <summary>Whether a tape keeps only what enters and leaves each block, and the backward pass computes the rest once more: see
    /// <see cref="VariableOps.Recompute{T}"/>. It changes no bit.</summary>
    public bool RecomputesBlocks { get; set; }

    /// <summary>The logits of the next token at every position.</summary>
    /// <param name="tokens">Shape (B, T), T at most the context length.</param>
    /// <returns>Shape (B, T, V); softmax over the last axis gives probabilities.</returns>
    /// <exception cref="ArgumentException">The tokens have another rank, are too many for the context, or are not in the vocabulary.</exception>
    public Variable<T> Forward(Indices tokens) => ForwardEmbedded(Embed(tokens));

    /// <summary>The logits for a residual stream that begins with these vectors: all of <see cref="Forward"/> behind <see cref="Embed"/>.</summary>
    /// <param name="x">Shape (B, T, C).</param>
    /// <returns>Shape (B, T, V).</returns>
    /// <exception cref="ArgumentException">The last axis is not C.</exception>
    public Variable<T> ForwardEmbedded(Variable<T> x)
    {
        foreach (var block in blocks)
        {
            x = RecomputesBlocks ? x.Recompute(block.Forward) : block.Forward(x); // (B, T, C)
        }
        return Unembed(x); // (B, T, V)
    }

    /// <summary>Mean negative log-likelihood in nats per predicted token.</summary>
    /// <param name="batch">Tokens and targets; targets of <see cref="Batch.Ignored"/> are passed over.</param>
    /// <returns>A scalar.</returns>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public Variable<T> Loss(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var logits = Forward(batch.Tokens); // (B, T, V)
        return logits
            .Reshape([batch.Targets.Length, Config.VocabularySize]) // (B·T, V)
            .CrossEntropy(
                batch.Targets.Reshape([batch.Targets.Length]),
                ignoreIndex: Batch.Ignored
            ); // ()
    }

    /// <summary>Where the residual stream begins: token embedding plus position embedding.</summary>
    /// <param name="tokens">Shape (B, T).</param>
    /// <returns>Shape (B, T, C).</returns>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public Variable<T> Embed(Indices tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Rank != 2)
        {
            throw new ArgumentException(
                $"Gpt: tokens have shape {tokens.Shape}; (batch, positions) is needed.",
                nameof(tokens)
            );
        }
        if (tokens.Shape[1] > Config.ContextLength)
        {
            throw new ArgumentException(
                $"Gpt: {tokens.Shape[1]} positions do not fit into a context of {Config.ContextLength}.",
                nameof(tokens)
            );
        }
        return TokenEmbedding.Weight.Value.PositionedEmbedding(tokens, PositionEmbedding.Weight); // (B, T, C)
    }

    /// <summary>Where the residual stream ends: the final LayerNorm and the output head.</summary>
    /// <param name="x">Shape (B, T, C).</param>
    /// <returns>Logits, shape (B, T, V).</returns>
    public Variable<T> Unembed(Variable<T> x) => FinalNorm.Forward(x).Linear(HeadWeight);
}

/// <summary>GPT-2's initialisation: biases are 0, gains 1.</summary>
public static class Gpt
{
    /// <summary>Weights and embeddings: normal with standard deviation 0.02.</summary>
    public static Initializer<T> Weights<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Initializers.Normal<T>(0.02);

    /// <summary>Projections that write to the residual stream: 0.02 / √(2·L), as each of the L blocks adds twice.</summary>
    /// <param name="config">Gives L.</param>
    public static Initializer<T> ResidualWeights<T>(GptConfig config)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(config);
        return Initializers.ResidualNormal<T>(config.LayerCount, 0.02);
    }
}
