namespace TinyAutograd.Transformer;

/// <summary>In which order an epoch shows its examples. The seed and the number of the epoch decide, nothing else.</summary>
internal interface IExampleOrder
{
    /// <summary>Number of the example at a place of an epoch.</summary>
    int At(long epoch, int place);
}

/// <summary>A shuffled list: four bytes per example, and any order is possible.</summary>
internal sealed class ShuffledOrder(int count, long seed) : IExampleOrder
{
    private Indices? order;
    private long arranged = -1;

    public int At(long epoch, int place)
    {
        if (epoch != arranged || order is null)
        {
            order = Batches.Order(count, seed, epoch);
            arranged = epoch;
        }
        return order[place];
    }
}

/// <summary>A <see cref="Permutation"/>: no memory, however many examples there are.</summary>
internal sealed class PermutedOrder(int count, long seed) : IExampleOrder
{
    private Permutation? permutation;
    private long arranged = -1;

    public int At(long epoch, int place)
    {
        if (epoch != arranged || permutation is null)
        {
            permutation = new Permutation(count, new RandomGenerator(seed).Fork((ulong)epoch));
            arranged = epoch;
        }
        return (int)permutation[place];
    }
}
