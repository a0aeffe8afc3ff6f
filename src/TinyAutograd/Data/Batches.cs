using System.Numerics;

namespace TinyAutograd;

/// <summary>Shuffled batches of examples: each once per epoch, each epoch in an order of its own. Seed and epoch decide the order and nothing else, so a
/// run resumes at any epoch, and within one by skipping the batches that were shown.</summary>
/// <remarks>Cost: four bytes per example while an epoch is walked.</remarks>
public sealed partial class Batches
{
    /// <summary>Batches of so many examples.</summary>
    /// <param name="exampleCount">N ≥ 1.</param>
    /// <param name="batchSize">Examples per batch, ≥ 1.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="dropsLast">Whether an epoch leaves out its last batch where that is smaller than the others; otherwise it is kept. The examples
    /// left out are others in each epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or all would be dropped.</exception>
    public Batches(int exampleCount, int batchSize, long seed, bool dropsLast = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exampleCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (dropsLast && batchSize > exampleCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batchSize),
                batchSize,
                $"Batches: {exampleCount} examples fill no batch of {batchSize}, and the last is dropped. Take smaller batches, or keep the last."
            );
        }
        (ExampleCount, BatchSize, Seed, DropsLast) = (exampleCount, batchSize, seed, dropsLast);
    }

    /// <summary>N, number of examples.</summary>
    public int ExampleCount { get; }

    /// <summary>Examples per batch; the last of an epoch may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Decides the orders.</summary>
    public long Seed { get; }

    /// <summary>Whether a smaller last batch is left out.</summary>
    public bool DropsLast { get; }

    /// <summary>Batches per epoch.</summary>
    public int Count =>
        ExampleCount / BatchSize + (DropsLast || ExampleCount % BatchSize == 0 ? 0 : 1);

    /// <summary>The order of an epoch.</summary>
    /// <param name="exampleCount">N ≥ 0.</param>
    /// <param name="seed">Decides the order, with the epoch.</param>
    /// <param name="epoch">Number of the epoch, ≥ 0.</param>
    /// <returns>The numbers 0 … N − 1, each once; every order is equally likely.</returns>
    /// <exception cref="ArgumentException">A number is negative, or N more than a shape holds.</exception>
    public static Indices Order(int exampleCount, long seed, long epoch)
    {
        var shape = Shape.Of(exampleCount);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        int[] order = [.. Enumerable.Range(0, exampleCount)];
        new RandomGenerator(seed).Fork((ulong)epoch).Shuffle(order.AsSpan());
        return Indices.Own(order, shape);
    }

    /// <summary>The batches of an epoch as numbers of examples.</summary>
    /// <param name="epoch">Number of the epoch, ≥ 0.</param>
    /// <returns><see cref="Count"/> vectors of numbers in [0, N).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public IEnumerable<Indices> Epoch(long epoch)
    {
        var order = Order(ExampleCount, Seed, epoch);
        return Enumerable
            .Range(0, Count)
            .Select(batch =>
            {
                var rest = order.AsSpan()[(batch * BatchSize)..];
                return Indices.Of(rest[..Math.Min(BatchSize, rest.Length)]);
            });
    }

    /// <summary>The batches of an epoch: inputs with their targets, as constants.</summary>
    /// <param name="epoch">Number of the epoch, ≥ 0.</param>
    /// <param name="inputs">(N, …).</param>
    /// <param name="targets">(N, …).</param>
    /// <returns><see cref="Count"/> pairs, each with the examples of the batch along the leading axis.</returns>
    /// <exception cref="ArgumentException">There are not N inputs or targets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public IEnumerable<(Variable<T> Inputs, Variable<T> Targets)> Epoch<T>(
        long epoch,
        Variable<T> inputs,
        Variable<T> targets
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ThrowUnlessAll(inputs.Shape, nameof(inputs));
        ThrowUnlessAll(targets.Shape, nameof(targets));
        return Epoch(epoch).Select(rows => (inputs.SelectRows(rows), targets.SelectRows(rows)));
    }

    /// <inheritdoc cref="Epoch{T}(long, Variable{T}, Variable{T})"/>
    public IEnumerable<(Variable<T> Inputs, Indices Targets)> Epoch<T>(
        long epoch,
        Variable<T> inputs,
        Indices targets
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ThrowUnlessAll(inputs.Shape, nameof(inputs));
        ThrowUnlessAll(targets.Shape, nameof(targets));
        return Epoch(epoch).Select(rows => (inputs.SelectRows(rows), targets.SelectRows(rows)));
    }

    /// <summary>The batches of an epoch, of a list.</summary>
    /// <param name="epoch">Number of the epoch, ≥ 0.</param>
    /// <param name="items">N items.</param>
    /// <returns><see cref="Count"/> arrays.</returns>
    /// <exception cref="ArgumentException">There are not N items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public IEnumerable<TItem[]> Epoch<TItem>(long epoch, IReadOnlyList<TItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        ThrowUnlessAll([items.Count], nameof(items));
        return Epoch(epoch).Select(rows => Array.ConvertAll(rows.ToArray(), row => items[row]));
    }

    private void ThrowUnlessAll(Shape shape, string name)
    {
        if (shape.Rank == 0 || shape[0] != ExampleCount)
        {
            throw new ArgumentException(
                $"Batches.Epoch: {name} {shape} must have {ExampleCount} examples along the leading axis.",
                name
            );
        }
    }
}
