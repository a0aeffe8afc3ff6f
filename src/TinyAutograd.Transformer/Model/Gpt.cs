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
        PositionEmbedding =
            config.Positions == PositionKind.Learned
                ? AddModule("wpe", new Embedding<T>(t, c, random, Gpt.Weights<T>()))
                : null;
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            blocks.Add(AddModule($"h.{layer}", new TransformerBlock<T>(config, random)));
        }
        FinalNorm = AddModule("ln_f", new Normalization<T>(config));
        HeadWeight = config.HasTiedHead
            ? TokenEmbedding.Weight
            : AddParameter("lm_head.weight", Gpt.Weights<T>()([v, c], random));
    }

    /// <summary>The sizes.</summary>
    public GptConfig Config { get; }

    /// <summary>A vector of C channels per token.</summary>
    public Embedding<T> TokenEmbedding { get; }

    /// <summary>A vector of C channels per position; none where positions are rotary.</summary>
    public Embedding<T>? PositionEmbedding { get; }

    /// <summary>The L blocks, in order.</summary>
    public IReadOnlyList<TransformerBlock<T>> Blocks => blocks;

    /// <summary>The norm behind the last block.</summary>
    public Normalization<T> FinalNorm { get; }

    /// <summary>The output head, shape (V, C): the token embedding where it is tied.</summary>
    public Parameter<T> HeadWeight { get; }

    /// <summary>Whether a tape keeps only what enters and leaves each block, and the backward pass computes the rest once more: see
    /// <see cref="VariableOps.Recompute{T}"/>. It changes no bit.</summary>
    public bool RecomputesBlocks { get; set; }

    /// <summary>The logits of the next token at every position.</summary>
    /// <param name="tokens">Shape (B, T), T at most the context length.</param>
    /// <returns>Shape (B, T, V); softmax over the last axis gives probabilities.</returns>
    /// <exception cref="ArgumentException">The tokens have another rank, are too many for the context, or are not in the vocabulary.</exception>
    public Variable<T> Forward(Indices tokens) => Forward(tokens, dropout: null);

    /// <summary>The logits of the next token at every position, in training with dropout.</summary>
    /// <param name="tokens">Shape (B, T), T at most the context length.</param>
    /// <param name="dropout">Decides what is dropped, at <see cref="GptConfig.DropoutRate"/>, and moves on: the same state drops the same
    /// numbers. Nothing is dropped without one.</param>
    /// <inheritdoc cref="Forward(Indices)" path="/returns|/exception"/>
    public Variable<T> Forward(Indices tokens, RandomGenerator? dropout)
    {
        var x = Embed(tokens); // (B, T, C)
        return ForwardEmbedded(
            dropout is null ? x : x.Dropout(Config.DropoutRate, dropout),
            dropout
        );
    }

    /// <summary>The logits for a residual stream that begins with these vectors: all of <see cref="Forward(Indices)"/> behind <see cref="Embed"/>.</summary>
    /// <param name="x">Shape (B, T, C).</param>
    /// <param name="dropout">Decides what the blocks drop, as in <see cref="Forward(Indices, RandomGenerator?)"/>; nothing without one.</param>
    /// <returns>Shape (B, T, V).</returns>
    /// <exception cref="ArgumentException">The last axis is not C.</exception>
    public Variable<T> ForwardEmbedded(Variable<T> x, RandomGenerator? dropout = null)
    {
        foreach (var block in blocks)
        {
            x = RecomputesBlocks
                ? x.Recompute(v => block.Forward(v, dropout), dropout)
                : block.Forward(x, dropout); // (B, T, C)
        }
        return Unembed(x); // (B, T, V)
    }

    /// <summary>Mean negative log-likelihood in nats per predicted token.</summary>
    /// <param name="batch">Tokens and targets; targets of <see cref="Batch.Ignored"/> are passed over.</param>
    /// <param name="dropout">In training, decides what is dropped; nothing without one.</param>
    /// <returns>A scalar.</returns>
    /// <inheritdoc cref="Forward(Indices)" path="/exception"/>
    public Variable<T> Loss(Batch batch, RandomGenerator? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var logits = Forward(batch.Tokens, dropout); // (B, T, V)
        return logits
            .Reshape([batch.Targets.Length, Config.VocabularySize]) // (B·T, V)
            .CrossEntropy(
                batch.Targets.Reshape([batch.Targets.Length]),
                ignoreIndex: Batch.Ignored
            ); // ()
    }

    /// <summary>Where the residual stream begins: token embedding plus, where there is one, position embedding.</summary>
    /// <param name="tokens">Shape (B, T).</param>
    /// <returns>Shape (B, T, C).</returns>
    /// <inheritdoc cref="Forward(Indices)" path="/exception"/>
    public Variable<T> Embed(Indices tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Rank != 2)
        {
            throw new ArgumentException(
                $"Gpt: tokens have shape {tokens.Shape}; (batch, positions) is needed."
            );
        }
        if (tokens.Shape[1] > Config.ContextLength)
        {
            throw new ArgumentException(
                $"Gpt: {tokens.Shape[1]} positions do not fit into a context of {Config.ContextLength}."
            );
        }
        return PositionEmbedding is null
            ? TokenEmbedding.Forward(tokens) // (B, T, C)
            : TokenEmbedding.Weight.Value.PositionedEmbedding(tokens, PositionEmbedding.Weight); // (B, T, C)
    }

    /// <summary>Where the residual stream ends: the final norm and the output head.</summary>
    /// <param name="x">Shape (B, T, C).</param>
    /// <returns>Logits, shape (B, T, V).</returns>
    /// <exception cref="ArgumentException">The last axis is not C.</exception>
    public Variable<T> Unembed(Variable<T> x) => FinalNorm.Forward(x).Linear(HeadWeight);
}

/// <summary>How the weights of a <see cref="Gpt{T}"/> begin, as GPT-2's: biases are 0, gains 1.</summary>
public static class Gpt
{
    /// <summary>Weights and embeddings: normal with standard deviation 0.02.</summary>
    public static Initializer<T> Weights<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Initializers.Normal<T>(0.02);

    /// <summary>Projections that write to the residual stream: 0.02 / √(2·L), as each of the L blocks adds twice.</summary>
    /// <param name="config">Gives L.</param>
    /// <exception cref="ArgumentException">L is not positive.</exception>
    public static Initializer<T> ResidualWeights<T>(GptConfig config)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(config);
        return Initializers.ResidualNormal<T>(config.LayerCount, 0.02);
    }
}
