namespace TinyAutograd.Transformer;

/// <content>Several caches at once.</content>
public sealed partial class KeyValueCache<T>
{
    /// <summary>Reads one further token in each of several caches; the weights, the cost of a token, are read once for all of them.</summary>
    /// <param name="caches">Different caches of one model, with any numbers of tokens.</param>
    /// <param name="next">The token of each.</param>
    /// <remarks>Each has its <see cref="Logits"/> then: those of <see cref="Append"/> with its token alone, up to rounding. An empty or a full cache is read by itself.</remarks>
    /// <exception cref="ArgumentException">There is not one token for each cache, a cache occurs twice or reads another model, or a token is not
    /// in the vocabulary; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The model was updated since tokens were read: call <see cref="Clear"/>.</exception>
    public static void AppendEach(
        IReadOnlyList<KeyValueCache<T>> caches,
        params ReadOnlySpan<int> next
    )
    {
        ArgumentNullException.ThrowIfNull(caches);
        ThrowIfUnsuitable(caches, next);
        var together = new List<KeyValueCache<T>>(caches.Count);
        for (var i = 0; i < caches.Count; i++)
        {
            var cache = caches[i];
            if (cache.Count == 0 || cache.Count == cache.tokens.Length)
            {
                cache.Append(next[i]);
            }
            else
            {
                cache.tokens[cache.Count] = next[i];
                together.Add(cache);
            }
        }
        if (together.Count > 0)
        {
            ReadEach(together);
        }
    }

    /// <summary>Forgets its tokens and takes over those of another cache.</summary>
    /// <param name="other">A cache of the same model; it stays as it is.</param>
    /// <exception cref="ArgumentException">It reads another model.</exception>
    public void CopyFrom(KeyValueCache<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ThrowIfOtherModel(other, model, nameof(other));
        (Count, weights) = (other.Count, other.weights);
        other.Tokens.CopyTo(tokens);
        other.logits.CopyTo(logits.AsSpan());
        for (var layer = 0; layer < memories.Length; layer++)
        {
            memories[layer].CopyFrom(other.memories[layer]);
        }
    }

    // One token of each cache, which stands behind its list already.
    private static void ReadEach(List<KeyValueCache<T>> caches)
    {
        using var workspace = new Workspace<T>();
        var (model, batch, channels) = (
            caches[0].model,
            caches.Count,
            caches[0].model.Config.ChannelCount
        );
        var x = model.TokenEmbedding.Forward(
            Indices.Of([.. caches.Select(cache => cache.tokens[cache.Count])], [batch, 1])
        ); // (B, 1, C)
        if (model.PositionEmbedding is { } embedding)
        {
            x += embedding.Forward(
                Indices.Of([.. caches.Select(cache => cache.Count)], [batch, 1])
            ); // (B, 1, C)
        }
        var found = new T[batch * channels];
        for (var layer = 0; layer < model.Blocks.Count; layer++)
        {
            var block = model.Blocks[layer];
            var qkv = block.Ask(x); // (B, 1, C + 2K)
            for (var i = 0; i < batch; i++)
            {
                var memory = caches[i].memories[layer];
                memory.Truncate(caches[i].Count);
                block.Attention.LookBack(Row(qkv, i), memory, found.AsSpan(i * channels, channels));
            }
            x = block.Continue(x, Variable.Of<T>(found, [batch, 1, channels])); // (B, 1, C)
        }
        var logits = model.Unembed(x); // (B, 1, V)
        for (var i = 0; i < batch; i++)
        {
            caches[i].Take(Row(logits, i), 1);
        }
    }

    private static void ThrowIfUnsuitable(
        IReadOnlyList<KeyValueCache<T>> caches,
        ReadOnlySpan<int> next
    )
    {
        if (caches.Count != next.Length)
        {
            throw new ArgumentException(
                $"{caches.Count} caches take {caches.Count} tokens; {next.Length} were given.",
                nameof(next)
            );
        }
        if (caches.Distinct().Count() != caches.Count)
        {
            throw new ArgumentException("A cache occurs twice.", nameof(caches));
        }
        for (var i = 0; i < next.Length; i++)
        {
            ThrowIfOtherModel(caches[i], caches[0].model, nameof(caches));
            caches[i].Validate(next.Slice(i, 1));
        }
    }

    private static void ThrowIfOtherModel(KeyValueCache<T> cache, Gpt<T> model, string parameter)
    {
        if (!ReferenceEquals(cache.model, model))
        {
            throw new ArgumentException(
                "The caches read different models; what one remembers means nothing to the other.",
                parameter
            );
        }
    }
}
