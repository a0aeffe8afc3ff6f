using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Generation;

/// <summary>Small models whose choices are far from even.</summary>
internal static class Models
{
    /// <summary>GPT-2's initialisation, ten times as large: random, with opinions.</summary>
    public static Gpt<float> Tiny(int vocabularySize, int contextLength, long seed = 1) =>
        Opinionated<float>(Config(vocabularySize, contextLength), seed);

    /// <inheritdoc cref="Tiny"/>
    public static Gpt<double> TinyDouble(int vocabularySize, int contextLength, long seed = 1) =>
        Opinionated<double>(Config(vocabularySize, contextLength), seed);

    /// <summary>A model that knows pairs only: behind the first token of each the second is as good as certain.</summary>
    /// <remarks>The blocks add nothing (all 0), so the head reads the normalised embedding of the token alone: row i of a random
    /// embedding, which the head's row of its successor resembles.</remarks>
    public static Gpt<double> Chain(int vocabularySize, (int From, int To)[] pairs)
    {
        var config = Config(vocabularySize, 12) with { ChannelCount = 64, HasTiedHead = false };
        var random = new RandomGenerator(7);
        var model = new Gpt<double>(config, random);
        var channels = config.ChannelCount;
        foreach (
            var parameter in model.Parameters.Where(parameter =>
                parameter.Name == "wpe.weight"
                || parameter.Name.StartsWith("h.", StringComparison.Ordinal)
            )
        )
        {
            parameter.Assign(new double[parameter.Length]);
        }
        var embedding = model.TokenEmbedding.Weight.Value.ToArray();
        var head = new double[embedding.Length];
        foreach (var (from, to) in pairs)
        {
            for (var i = 0; i < channels; i++)
            {
                head[to * channels + i] = 100 * embedding[from * channels + i];
            }
        }
        model.HeadWeight.Assign(head);
        return model;
    }

    private static GptConfig Config(int vocabularySize, int contextLength) =>
        new()
        {
            VocabularySize = vocabularySize,
            ContextLength = contextLength,
            LayerCount = 2,
            HeadCount = 2,
            ChannelCount = 16,
        };

    private static Gpt<T> Opinionated<T>(GptConfig config, long seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var model = new Gpt<T>(config, new RandomGenerator(seed));
        foreach (var parameter in model.Parameters.Where(parameter => parameter.Shape.Rank == 2))
        {
            parameter.Assign((parameter.Value * T.CreateChecked(10)).AsSpan());
        }
        return model;
    }
}
