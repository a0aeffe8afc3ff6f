using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>What one further token goes through, from layer to layer: what the model's modules compute, traced once, and what its memories answer.</summary>
/// <remarks>A token allocates nothing.</remarks>
internal sealed class DecodingStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gpt<T> model;
    private readonly Parameter<T> token; // (1, 1, C), as all of these
    private readonly Parameter<T> position;
    private readonly Parameter<T> found;
    private readonly T[] foundNow;
    private readonly StaticGraph<T> start;
    private readonly StaticGraph<T>[] questions; // of each layer: (1, 1, C + 2K)
    private readonly StaticGraph<T>[] continued;
    private readonly StaticGraph<T> end; // (1, 1, V)

    public DecodingStep(Gpt<T> model)
    {
        this.model = model;
        var row = Shape.Of(1, 1, model.Config.ChannelCount);
        (token, position, found) = (new("token", row), new("position", row), new("found", row));
        foundNow = new T[model.Config.ChannelCount];
        start = new(() => model.PositionEmbedding is null ? token : token.Value + position);
        questions = new StaticGraph<T>[model.Blocks.Count];
        continued = new StaticGraph<T>[model.Blocks.Count];
        var x = start.Result;
        for (var layer = 0; layer < model.Blocks.Count; layer++)
        {
            var (block, entered) = (model.Blocks[layer], x);
            questions[layer] = new(() => block.Ask(entered));
            continued[layer] = new(() => block.Continue(entered, found));
            x = continued[layer].Result;
        }
        end = new(() => model.Unembed(x));
    }

    /// <summary>Reads a token.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="place">Its position, of which each memory has all before it.</param>
    /// <param name="memories">One per layer.</param>
    /// <returns>V logits, valid until the next call.</returns>
    public ReadOnlySpan<T> Run(int index, int place, KeyValueMemory<T>[] memories)
    {
        token.Assign(Row(model.TokenEmbedding, index));
        if (model.PositionEmbedding is { } embedding)
        {
            position.Assign(Row(embedding, place));
        }
        start.Run();
        for (var layer = 0; layer < memories.Length; layer++)
        {
            memories[layer].Truncate(place);
            model
                .Blocks[layer]
                .Attention.LookBack(questions[layer].Run(), memories[layer], foundNow);
            found.Assign(foundNow);
            continued[layer].Run();
        }
        return end.Run();
    }

    private static ReadOnlySpan<T> Row(Embedding<T> embedding, int index)
    {
        var size = embedding.Weight.Shape[1];
        return embedding.Weight.Value.AsSpan().Slice(index * size, size);
    }
}
