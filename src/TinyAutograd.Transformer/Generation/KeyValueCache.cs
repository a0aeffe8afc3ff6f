using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Remembers the keys and values of the tokens so far, so that each further token costs one position's work and not all of them.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>The logits are those of <see cref="Gpt{T}.Forward(Indices)"/> on <see cref="Tokens"/>, up to rounding.</para>
/// <para>It slides: when the context is full it forgets the oldest tokens, <see cref="SlideLength"/> at a time, and computes the rest anew,
/// as each of them now stands at another position.</para>
/// <para>Its memory grows with the tokens, to 2·L·T·K numbers, K = C unless heads share keys and values. Apart from that a token that
/// comes alone allocates nothing, once the first of them has traced the model. Not safe for several threads at once.</para>
/// </remarks>
public sealed partial class KeyValueCache<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Gpt<T> model;
    private readonly KeyValueMemory<T>[] memories;
    private readonly int[] tokens;
    private readonly T[] logits;
    private DecodingStep<T>? step; // made when a token comes alone
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
        memories = [.. model.Blocks.Select(block => block.Attention.Memory())];
        tokens = new int[config.ContextLength];
        logits = new T[config.VocabularySize];
    }

    /// <summary>How many of the oldest tokens are forgotten at once when the context is full.</summary>
    public int SlideLength { get; }

    /// <summary>Number of remembered tokens, at most the context length.</summary>
    public int Count { get; private set; }

    /// <summary>The remembered tokens, in order: the newest of those that were appended. Valid until the next call.</summary>
    public ReadOnlySpan<int> Tokens => tokens.AsSpan(0, Count);

    /// <summary>V logits of the token that follows; none while the cache is empty. Valid until the next call.</summary>
    public ReadOnlySpan<T> Logits => Count == 0 ? [] : logits;

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
            ReadFirst(count);
            return logits;
        }
        while (count-- > 0)
        {
            ReadOne();
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

    // The first tokens, which stand in the list already, look at each other in one pass.
    private void ReadFirst(int n)
    {
        using var workspace = new Workspace<T>();
        var x = model.Embed(Indices.Of(tokens.AsSpan(0, n), [1, n])); // (1, n, C)
        for (var layer = 0; layer < memories.Length; layer++)
        {
            var (block, memory) = (model.Blocks[layer], memories[layer]);
            var qkv = block.Ask(x); // (1, n, C + 2K)
            memory.Truncate(0);
            for (var i = 0; i < n; i++)
            {
                block.Attention.Remember(Row(qkv, i), memory);
            }
            x = block.Continue(x, block.Attention.Attend(block.Attention.Rotate(qkv))); // (1, n, C)
        }
        Take(model.Unembed(x.Slice(1, n - 1, n)).AsSpan(), n); // (1, 1, V)
    }

    // Token number Count, which stands in the list already, looks at those before it and at itself.
    private void ReadOne()
    {
        step ??= new DecodingStep<T>(model);
        Take(step.Run(tokens[Count], Count, memories), 1);
    }

    // Of (1, n, size) or (n, 1, size).
    private static ReadOnlySpan<T> Row(Variable<T> x, int i)
    {
        var size = x.Shape[-1];
        return x.AsSpan().Slice(i * size, size);
    }

    private void Take(ReadOnlySpan<T> next, int n)
    {
        next.CopyTo(logits);
        Count += n;
    }

    private void Validate(ReadOnlySpan<int> next)
    {
        if (next.IsEmpty)
        {
            throw new ArgumentException("There is no token to read: give at least one.");
        }
        foreach (var token in next)
        {
            if ((uint)token >= (uint)model.Config.VocabularySize)
            {
                throw new ArgumentException(
                    $"Token {token} is not in the vocabulary of {model.Config.VocabularySize} tokens."
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
}
