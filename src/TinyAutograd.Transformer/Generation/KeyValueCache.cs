using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Remembers the keys and values of the tokens so far, so that each further token costs one position's work and not all of them.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>The logits are those of <see cref="Gpt{T}.Forward"/> on <see cref="Tokens"/>, up to rounding.</para>
/// <para>It slides: when the context is full it forgets the oldest tokens, <see cref="SlideLength"/> at a time, and computes the rest anew,
/// as each of them now stands at another position.</para>
/// <para>Its memory is made once: 2·L·T·C numbers. Not safe for several threads at once.</para>
/// </remarks>
public sealed class KeyValueCache<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gpt<T> model;
    private readonly Memory[] memories;
    private readonly int[] tokens;
    private readonly T[] logits;
    private Variable<T> weights; // of the revision that the keys and values were computed with

    /// <summary>An empty cache.</summary>
    /// <param name="model">The model that reads the tokens.</param>
    /// <param name="slideLength">See <see cref="SlideLength"/>; half the context, rounded up, unless told. With 1 the model always sees as
    /// much as fits, and every token of a full context costs a whole pass.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slide length is not in [1, context length].</exception>
    public KeyValueCache(Gpt<T> model, int? slideLength = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var config = model.Config;
        SlideLength = slideLength ?? (config.ContextLength + 1) / 2;
        if (SlideLength < 1 || SlideLength > config.ContextLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(slideLength),
                slideLength,
                $"A slide must be 1 to {config.ContextLength} tokens long, the context length."
            );
        }
        this.model = model;
        weights = model.TokenEmbedding.Weight.Value;
        memories = [.. model.Blocks.Select((_, layer) => new Memory(layer, config))];
        tokens = new int[config.ContextLength];
        logits = new T[config.VocabularySize];
    }

    /// <summary>How many of the oldest tokens are forgotten at once when the context is full.</summary>
    public int SlideLength { get; }

    /// <summary>Number of remembered tokens, at most the context length.</summary>
    public int Count { get; private set; }

    /// <summary>The remembered tokens, in order: the newest of those that were appended. Valid until the next call.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Count);

    /// <summary>Reads further tokens.</summary>
    /// <param name="next">At least one, each in the vocabulary. More than the context holds are allowed: the newest count.</param>
    /// <returns>V logits of the token that follows. Valid until the next call.</returns>
    /// <exception cref="ArgumentException">There is no token, or one is not in the vocabulary; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The model was updated since the tokens were read: call <see cref="Clear"/>.</exception>
    public ReadOnlySpan<T> Append(params ReadOnlySpan<int> next)
    {
        Validate(next);
        var count = Math.Min(next.Length, tokens.Length);
        if (Count + next.Length > tokens.Length)
        {
            var all = Count + next.Length;
            var slides = (all - tokens.Length + SlideLength - 1) / SlideLength;
            Slide(next, all - slides * SlideLength);
            count = Count;
            Count = 0;
        }
        else
        {
            next.CopyTo(tokens.AsSpan(Count));
        }
        if (Count == 0)
        {
            Read(count);
            return logits;
        }
        while (count-- > 0)
        {
            Read(1);
        }
        return logits;
    }

    /// <summary>Forgets all tokens.</summary>
    public void Clear()
    {
        Count = 0;
        weights = model.TokenEmbedding.Weight.Value;
    }

    // The last tokens of the old and the new ones together.
    private void Slide(ReadOnlySpan<int> next, int kept)
    {
        var fromNext = Math.Min(kept, next.Length);
        var fromOld = kept - fromNext;
        tokens.AsSpan(Count - fromOld, fromOld).CopyTo(tokens);
        next[^fromNext..].CopyTo(tokens.AsSpan(fromOld));
        Count = kept;
    }

    // Tokens Count … Count + n − 1, which stand in the list already.
    private void Read(int n)
    {
        using var workspace = new Workspace<T>();
        var positions = Indices.Of([.. Enumerable.Range(Count, n)], [1, n]);
        var x = model.TokenEmbedding.Forward(Indices.Of(tokens.AsSpan(Count, n), [1, n])); // (1, n, C)
        x += model.PositionEmbedding.Forward(positions); // (1, n, C)
        for (var layer = 0; layer < memories.Length; layer++)
        {
            var block = model.Blocks[layer];
            var qkv = block.Attention.QueryKeyValue.Forward(block.AttentionNorm.Forward(x)); // (1, n, 3C)
            memories[layer].Add(qkv.AsSpan(), Count, n);
            var y =
                Count == 0 ? qkv.CausalSelfAttention(block.Attention.HeadCount) : Look(layer, qkv); // (1, n, C)
            x += block.Attention.Output.Forward(y); // (1, n, C)
            x += block.FeedForward.Forward(block.FeedForwardNorm.Forward(x)); // (1, n, C)
        }
        model.Unembed(x.Slice(1, n - 1, n)).AsSpan().CopyTo(logits); // (1, 1, V)
        Count += n;
    }

    // The query of one further token looks at all keys so far and its own.
    private Variable<T> Look(int layer, Variable<T> qkv)
    {
        var config = model.Config;
        var q = qkv.Slice(2, 0, config.ChannelCount)
            .Reshape(Shape.Of(config.HeadCount, 1, config.HeadSize)); // (H, 1, D)
        var (keys, values) = (memories[layer].Keys, memories[layer].Values); // (H, T, D)
        return q.ScaledDotProductAttention(keys, values, keyCount: Count + 1) // (H, 1, D)
            .Reshape(Shape.Of(1, 1, config.ChannelCount)); // (1, 1, C)
    }

    private void Validate(ReadOnlySpan<int> next)
    {
        if (next.IsEmpty)
        {
            throw new ArgumentException(
                "There is no token to read: give at least one.",
                nameof(next)
            );
        }
        foreach (var token in next)
        {
            if ((uint)token >= (uint)model.Config.VocabularySize)
            {
                throw new ArgumentException(
                    $"Token {token} is not in the vocabulary of {model.Config.VocabularySize} tokens.",
                    nameof(next)
                );
            }
        }
        if (Count > 0 && !ReferenceEquals(weights, model.TokenEmbedding.Weight.Value))
        {
            throw new InvalidOperationException(
                "The model was updated since the cached tokens were read, so their keys and values are stale. Call Clear and append them again."
            );
        }
        weights = model.TokenEmbedding.Weight.Value;
    }

    /// <summary>Keys and values of one layer, (H, T, D) each: a head's rows follow each other, as attention reads them.</summary>
    private sealed class Memory(int layer, GptConfig config)
    {
        private readonly Parameter<T> keys = Room($"keys of layer {layer}", config);
        private readonly Parameter<T> values = Room($"values of layer {layer}", config);

        public Variable<T> Keys => keys.Value;

        public Variable<T> Values => values.Value;

        /// <summary>Writes the keys and values of (n, 3C) queries, keys and values behind the first <paramref name="count"/> positions.</summary>
        public void Add(ReadOnlySpan<T> qkv, int count, int n)
        {
            keys.Update(
                new Addition(config, qkv, 1, count, n),
                static (room, addition) => addition.Write(room)
            );
            values.Update(
                new Addition(config, qkv, 2, count, n),
                static (room, addition) => addition.Write(room)
            );
        }

        private static Parameter<T> Room(string name, GptConfig config) =>
            new(
                name,
                Variable.Zeros<T>(Shape.Of(config.HeadCount, config.ContextLength, config.HeadSize))
            );
    }

    /// <summary>New rows of one part (1 keys, 2 values) of (n, 3C) numbers.</summary>
    private readonly ref struct Addition(
        GptConfig config,
        ReadOnlySpan<T> qkv,
        int part,
        int count,
        int n
    )
    {
        private readonly ReadOnlySpan<T> qkv = qkv;

        public void Write(Span<T> room)
        {
            var (c, size) = (config.ChannelCount, config.HeadSize);
            for (var i = 0; i < n; i++)
            {
                for (var head = 0; head < config.HeadCount; head++)
                {
                    var row = qkv.Slice((3 * i + part) * c + head * size, size);
                    row.CopyTo(room[((head * config.ContextLength + count + i) * size)..]);
                }
            }
        }
    }
}
