using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Looks at an intermediate of a forward pass while it runs, and may put another value in its place.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="name">One of <see cref="TraceName"/>.</param>
/// <param name="value">What the model computed.</param>
/// <returns>What the pass goes on with: <paramref name="value"/>, or another of its shape.</returns>
public delegate Variable<T> TraceEdit<T>(string name, Variable<T> value)
    where T : unmanaged, IFloatingPointIeee754<T>;

public static partial class GptInspection
{
    /// <summary>Runs the model step by step and keeps every intermediate under its name.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Shape (B, T), T at most the context length.</param>
    /// <param name="edit">Sees each intermediate as it is computed, and may replace it. None unless given.</param>
    /// <returns>The intermediates; they live as long as the tape or workspace around the call.</returns>
    /// <exception cref="ArgumentException">The tokens do not fit the model, or an edit changed a shape.</exception>
    /// <remarks>Same numbers as <see cref="Gpt{T}.Forward(Indices)"/> up to rounding: attention is not fused here. On an open tape it is recorded.</remarks>
    public static GptTrace<T> Trace<T>(this Gpt<T> model, Indices tokens, TraceEdit<T>? edit = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokens);
        return new GptTrace<T>(model, tokens, edit);
    }
}

/// <summary>A forward pass that can be looked into: every intermediate under its <see cref="TraceName"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class GptTrace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TraceEdit<T>? edit;
    private readonly List<string> names = [];
    private readonly Dictionary<string, Variable<T>> values = new(StringComparer.Ordinal);

    internal GptTrace(Gpt<T> model, Indices tokens, TraceEdit<T>? edit)
    {
        this.edit = edit;
        var x = Keep(TraceName.Embed, model.Embed(tokens)); // (B, T, C)
        for (var layer = 0; layer < model.Blocks.Count; layer++)
        {
            x = Block(layer, model.Blocks[layer], x); // (B, T, C)
        }
        x = Keep(TraceName.FinalNorm, model.FinalNorm.Forward(x)); // (B, T, C)
        Keep(TraceName.Logits, x.Linear(model.HeadWeight)); // (B, T, V)
    }

    /// <summary>The names in the order of computation.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Scores of the next token, (B, T, V).</summary>
    public Variable<T> Logits => values[TraceName.Logits];

    /// <summary>The intermediate of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Variable<T> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return values.TryGetValue(name, out var value)
                ? value
                : throw new KeyNotFoundException(
                    $"There is no intermediate '{name}'. There are: {string.Join(", ", names)}."
                );
        }
    }

    /// <summary>The intermediate of a block, for example <c>trace[0, TraceName.Pattern]</c>.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="part">Name within the block.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="ArgumentException">The layer is negative, or the name empty.</exception>
    public Variable<T> this[int layer, string part] => this[TraceName.Of(layer, part)];

    private Variable<T> Block(int layer, TransformerBlock<T> block, Variable<T> x) // (B, T, C)
    {
        x = Keep(layer, TraceName.ResidualBefore, x); // (B, T, C)
        var read = Keep(layer, TraceName.AttentionNorm, block.AttentionNorm.Forward(x)); // (B, T, C)
        x = Keep(layer, TraceName.ResidualBetween, x + Attention(layer, block.Attention, read)); // (B, T, C)
        read = Keep(layer, TraceName.FeedForwardNorm, block.FeedForwardNorm.Forward(x)); // (B, T, C)
        return Keep(
            layer,
            TraceName.ResidualAfter,
            x + FeedForward(layer, block.FeedForward, read)
        ); // (B, T, C)
    }

    private Variable<T> Attention(int layer, CausalSelfAttention<T> attention, Variable<T> x) // (B, T, C)
    {
        var qkv = attention.Rotate(attention.QueryKeyValue.Forward(x)); // (B, T, C + 2K)
        var parts = attention.Parts(qkv);
        var q = Keep(layer, TraceName.Query, parts.Query); // (B, H, T, D)
        var k = Keep(layer, TraceName.Key, parts.Key); // (B, H, T, D)
        var v = Keep(layer, TraceName.Value, parts.Value); // (B, H, T, D)
        var scale = T.Sqrt(T.CreateChecked(q.Shape[-1]));
        var scores = Keep(layer, TraceName.Scores, q.MatMul(k, transposeB: true) / scale); // (B, H, T, T)
        var pattern = Keep(layer, TraceName.Pattern, scores.CausalSoftmax()); // (B, H, T, T)
        var z = Keep(layer, TraceName.HeadResult, pattern.MatMul(v)); // (B, H, T, D)
        var joined = CausalSelfAttention<T>.Joined(z); // (B, T, C)
        return Keep(layer, TraceName.AttentionOutput, attention.Output.Forward(joined)); // (B, T, C)
    }

    private Variable<T> FeedForward(int layer, FeedForward<T> network, Variable<T> x) // (B, T, C)
    {
        var hidden = Keep(layer, TraceName.Hidden, network.Hidden.Forward(x)); // (B, T, F)
        var gate = network.Gate is null
            ? null
            : Keep(layer, TraceName.Gate, network.Gate.Forward(x)); // (B, T, F)
        var active = Keep(layer, TraceName.Activation, network.Activate(hidden, gate)); // (B, T, F)
        return Keep(layer, TraceName.FeedForwardOutput, network.Output.Forward(active)); // (B, T, C)
    }

    private Variable<T> Keep(int layer, string part, Variable<T> value) =>
        Keep(TraceName.Of(layer, part), value);

    private Variable<T> Keep(string name, Variable<T> value)
    {
        var kept = edit is null ? value : edit(name, value);
        if (kept is null || kept.Shape != value.Shape)
        {
            throw new ArgumentException(
                $"Trace: the edit of '{name}' gave {(kept is null ? "nothing" : $"shape {kept.Shape}")}; {value.Shape} is needed."
            );
        }
        names.Add(name);
        values.Add(name, kept);
        return kept;
    }
}
