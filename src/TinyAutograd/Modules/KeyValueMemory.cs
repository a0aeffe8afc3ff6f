using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The keys and values of the positions so far: each further query looks back at all of them, and none is computed twice.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>The numbers are those of <see cref="VariableOps.ScaledDotProductAttention"/>; there is no gradient. Rows hold their heads side by side.</para>
/// <para>Room is made for some positions at first and doubled when it is full, up to the capacity; nothing else is allocated. Not safe for
/// several threads at once.</para>
/// <para>Source: Vaswani et al. 2017, section 3.2; heads that share keys and values as in Ainslie et al. 2023.</para>
/// </remarks>
public sealed class KeyValueMemory<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FirstRoom = 128;

    private readonly double? rotaryBase;
    private int room; // positions
    private Block<T> keys; // (heads of keys, room, D): a head's rows follow each other, as attention reads them
    private Block<T> values;

    /// <summary>An empty memory.</summary>
    /// <param name="capacity">How many positions it remembers at most, ≥ 1.</param>
    /// <param name="headCount">H ≥ 1, heads of queries.</param>
    /// <param name="headSize">D ≥ 1, channels of a head; even where positions are rotary.</param>
    /// <param name="keyValueHeadCount">Heads of keys and values: a divisor of H, so many heads in a row share one. H unless given.</param>
    /// <param name="rotaryBase">Where positions are rotary, the base of <see cref="VariableOps.RotaryEmbedding"/> (pairs of neighbours): keys and queries
    /// are turned by their positions, counted from 0. Not turned unless given.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public KeyValueMemory(
        int capacity,
        int headCount,
        int headSize,
        int? keyValueHeadCount = null,
        double? rotaryBase = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headSize);
        (Capacity, HeadCount, HeadSize) = (capacity, headCount, headSize);
        KeyValueHeadCount = keyValueHeadCount ?? headCount;
        if (KeyValueHeadCount < 1 || headCount % KeyValueHeadCount != 0)
        {
            throw new ArgumentException(
                $"KeyValueMemory: {headCount} heads of queries cannot share {KeyValueHeadCount} heads of keys and values; a divisor is needed.",
                nameof(keyValueHeadCount)
            );
        }
        if (rotaryBase is { } frequencyBase)
        {
            RotaryEmbeddingOp<T>.ThrowIfNoBase(
                nameof(KeyValueMemory<T>),
                frequencyBase,
                nameof(rotaryBase)
            );
            if (headSize % 2 != 0)
            {
                throw new ArgumentException(
                    $"KeyValueMemory: rotary positions turn pairs of channels, but a head has {headSize}; an even number is needed.",
                    nameof(headSize)
                );
            }
        }
        this.rotaryBase = rotaryBase;
        // What is too large is refused now, not when it is full.
        _ = Shape.Of(headCount, headSize);
        _ = Shape.Of(KeyValueHeadCount, capacity, headSize);
        Sizes(capacity).ThrowIfTooLarge(nameof(KeyValueMemory<T>));
        room = Math.Min(FirstRoom, capacity);
        (keys, values) = (Room(room), Room(room));
    }

    /// <summary>How many positions it remembers at most.</summary>
    public int Capacity { get; }

    /// <summary>H, heads of queries.</summary>
    public int HeadCount { get; }

    /// <summary>Heads of keys and values.</summary>
    public int KeyValueHeadCount { get; }

    /// <summary>D, channels of a head.</summary>
    public int HeadSize { get; }

    /// <summary>Number of positions that it remembers.</summary>
    public int Count { get; private set; }

    /// <summary>Remembers one further position.</summary>
    /// <param name="key">Its key: <see cref="KeyValueHeadCount"/> · D numbers.</param>
    /// <param name="value">Its value, as many.</param>
    /// <exception cref="ArgumentException">Another number of numbers; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">It is full.</exception>
    public void Add(ReadOnlySpan<T> key, ReadOnlySpan<T> value)
    {
        ThrowIfUnfit(key.Length, KeyValueHeadCount, nameof(key));
        ThrowIfUnfit(value.Length, KeyValueHeadCount, nameof(value));
        if (Count == Capacity)
        {
            throw new InvalidOperationException(
                $"KeyValueMemory: all {Capacity} positions are taken. Truncate it, or make a memory of a larger capacity."
            );
        }
        Reserve(Count + 1);
        using var turned = SpanOwner<T>.Allocate(key.Length);
        Turn(key, Count, turned.Span);
        Copy(turned.Span, HeadSize, 1, keys, Count);
        Copy(value, HeadSize, 1, values, Count);
        Count++;
    }

    /// <summary>What the newest position sees: per head <c>softmax(q·kᵀ / √D)·v</c> over all positions that are remembered.</summary>
    /// <param name="query">Its query: H·D numbers.</param>
    /// <param name="result">As many; overwritten.</param>
    /// <exception cref="ArgumentException">Another number of numbers.</exception>
    /// <exception cref="InvalidOperationException">No position is remembered.</exception>
    public void Attend(ReadOnlySpan<T> query, Span<T> result)
    {
        ThrowIfUnfit(query.Length, HeadCount, nameof(query));
        ThrowIfUnfit(result.Length, HeadCount, nameof(result));
        if (Count == 0)
        {
            throw new InvalidOperationException(
                "KeyValueMemory: no position is remembered that a query could look at. Call Add first."
            );
        }
        using var turned = SpanOwner<T>.Allocate(query.Length);
        Turn(query, Count - 1, turned.Span);
        AttentionKernel.Forward(
            Sizes(Count),
            AttentionOp<T>.ScaleOf(HeadSize),
            turned.Span,
            keys.Span(keys.Capacity),
            values.Span(values.Capacity),
            result,
            probabilities: default
        );
    }

    /// <summary>Forgets the newest positions, all from <paramref name="count"/> on.</summary>
    /// <param name="count">How many stay: 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It remembers fewer.</exception>
    public void Truncate(int count)
    {
        if ((uint)count > (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"KeyValueMemory: {count} positions cannot stay of {Count}."
            );
        }
        Count = count;
    }

    /// <summary>Forgets its positions and takes over those of another memory.</summary>
    /// <param name="other">A memory of the same heads, which stays as it is.</param>
    /// <exception cref="ArgumentException">Its heads are others, or it remembers more than this one's capacity.</exception>
    public void CopyFrom(KeyValueMemory<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (
            (other.HeadCount, other.KeyValueHeadCount, other.HeadSize, other.rotaryBase)
                != (HeadCount, KeyValueHeadCount, HeadSize, rotaryBase)
            || other.Count > Capacity
        )
        {
            throw new ArgumentException(
                "KeyValueMemory: the other one has other heads or rotary positions, or remembers more than this one can.",
                nameof(other)
            );
        }
        var count = other.Count;
        Reserve(count);
        TakeOver(other.keys, other.values, other.room, count);
        Count = count;
    }

    // Heads that share keys ask side by side, like several queries of one head.
    private AttentionShape Sizes(int count)
    {
        var (sharing, length) = (HeadCount / KeyValueHeadCount, room * HeadSize);
        return new(1, KeyValueHeadCount, sharing, count, HeadSize, HeadSize, IsCausal: false)
        {
            Query = new(HeadSize, sharing * HeadSize, 0),
            Key = new(HeadSize, length, 0),
            Value = new(HeadSize, length, 0),
            Result = new(HeadSize, sharing * HeadSize, 0),
        };
    }

    private void Reserve(int needed)
    {
        if (needed <= room)
        {
            return;
        }
        var larger = room;
        while (larger < needed)
        {
            larger = (int)Math.Min(2L * larger, Capacity);
        }
        var (newKeys, newValues) = (Room(larger), Room(larger)); // where there is no memory, nothing has changed
        var (oldKeys, oldValues, oldRoom) = (keys, values, room);
        (keys, values, room) = (newKeys, newValues, larger);
        TakeOver(oldKeys, oldValues, oldRoom, Count);
    }

    private Block<T> Room(int positions) =>
        new(KeyValueHeadCount * positions * HeadSize, owner: this);

    private void TakeOver(Block<T> otherKeys, Block<T> otherValues, int otherRoom, int count)
    {
        Copy(otherKeys.Span(otherKeys.Capacity), otherRoom * HeadSize, count, keys, 0);
        Copy(otherValues.Span(otherValues.Capacity), otherRoom * HeadSize, count, values, 0);
    }

    // Rows of each head, one head's so many numbers behind another's, to a position and those that follow.
    private void Copy(ReadOnlySpan<T> rows, int stride, int count, Block<T> to, int position)
    {
        var numbers = to.Span(to.Capacity);
        for (var head = 0; head < KeyValueHeadCount; head++)
        {
            rows.Slice(head * stride, count * HeadSize)
                .CopyTo(numbers[((head * room + position) * HeadSize)..]);
        }
    }

    // Each head by its position, where positions are rotary.
    private void Turn(ReadOnlySpan<T> row, int position, Span<T> turned)
    {
        if (rotaryBase is { } frequencyBase)
        {
            var angles = new RotaryAngles(frequencyBase, position, IsInterleaved: true);
            RotaryKernel.Rotate(row, length: 1, HeadSize, angles, isReversed: false, turned);
        }
        else
        {
            row.CopyTo(turned);
        }
    }

    private void ThrowIfUnfit(int length, int heads, string name)
    {
        if (length != heads * HeadSize)
        {
            throw new ArgumentException(
                $"KeyValueMemory: {name} has {length} numbers; {heads} heads of {HeadSize} are needed.",
                name
            );
        }
    }
}
