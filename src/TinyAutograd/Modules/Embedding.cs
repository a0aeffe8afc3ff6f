using System.Numerics;

namespace TinyAutograd;

/// <summary>A table that turns each index into its row.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameter: <c>weight</c> (V, C).</remarks>
public sealed class Embedding<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A table drawn at random.</summary>
    /// <param name="count">V, number of rows, ≥ 1.</param>
    /// <param name="size">C, size of a row, ≥ 1.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="initializer">Standard normal unless told.</param>
    /// <param name="paddingIndex">The index that stands for nothing, in [0, V): its row begins as 0, and its gradient is 0. None unless given.</param>
    /// <exception cref="ArgumentException">A size is not positive, or more than a parameter holds, or the padding is not in the table.</exception>
    public Embedding(
        int count,
        int size,
        RandomGenerator random,
        Initializer<T>? initializer = null,
        int? paddingIndex = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentNullException.ThrowIfNull(random);
        if (paddingIndex < 0 || paddingIndex >= count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(paddingIndex),
                paddingIndex,
                $"Embedding: the padding index {paddingIndex} is not in [0, {count})."
            );
        }
        PaddingIndex = paddingIndex;
        Weight = AddParameter(
            "weight",
            (initializer ?? Initializers.Normal<T>())([count, size], random)
        );
        if (paddingIndex is { } row)
        {
            Weight.Update(row * size, (values, start) => values.Slice(start, size).Clear());
        }
    }

    /// <summary>The index whose row has no gradient, where there is one.</summary>
    public int? PaddingIndex { get; }

    /// <summary>The table, (V, C).</summary>
    public Parameter<T> Weight { get; }

    /// <inheritdoc/>
    protected override string Attributes => PaddingIndex is { } index ? $"padding: {index}" : "";

    /// <summary>Looks rows up.</summary>
    /// <param name="indices">Any shape of rank ≤ 7; values in [0, V).</param>
    /// <returns>Shape of <paramref name="indices"/> followed by C.</returns>
    /// <exception cref="ArgumentException">An index is not in the table.</exception>
    public Variable<T> Forward(Indices indices)
    {
        var rows = Weight.Value.Embedding(indices);
        if (PaddingIndex is not { } padding)
        {
            return rows;
        }
        // The padding's row as a constant: the same numbers, and nothing to derive.
        var isPadding = Array.ConvertAll(indices.ToArray(), index => index == padding);
        var size = Weight.Shape[1];
        var constant = Variable.Of(Weight.Value.AsSpan().Slice(padding * size, size));
        return Mask.Own(isPadding, indices.Shape.Insert(indices.Rank)).Where(constant, rows);
    }
}
