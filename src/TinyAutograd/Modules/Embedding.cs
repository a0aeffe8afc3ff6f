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
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Embedding(
        int count,
        int size,
        RandomGenerator random,
        Initializer<T>? initializer = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentNullException.ThrowIfNull(random);
        Weight = AddParameter(
            "weight",
            (initializer ?? Initializers.Normal<T>())([count, size], random)
        );
    }

    /// <summary>The table, (V, C).</summary>
    public Parameter<T> Weight { get; }

    /// <summary>Looks rows up.</summary>
    /// <param name="indices">Any shape of rank ≤ 7; values in [0, V).</param>
    /// <returns>Shape of <paramref name="indices"/> followed by C.</returns>
    /// <exception cref="ArgumentException">An index is not in the table.</exception>
    public Variable<T> Forward(Indices indices) => Weight.Value.Embedding(indices);
}
