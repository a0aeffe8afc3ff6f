namespace TinyAutograd.Transformer;

/// <summary>A random order of 0 … n − 1 in a few words of memory, whatever n is: each place is computed when it is asked for.</summary>
/// <remarks>A Feistel network on the smallest even number of bits that holds n, applied again until the result is below n ("cycle
/// walking"; at most 4 times on average). Sources: Luby and Rackoff 1988; Black and Rogaway 2002, "Ciphers with arbitrary finite domains"; the
/// round function is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).</remarks>
internal sealed class Permutation
{
    private const int Rounds = 6;

    private readonly ulong[] keys = new ulong[Rounds];
    private readonly ulong count;
    private readonly int halfBits;

    /// <param name="count">n, at least 1.</param>
    /// <param name="random">Decides the order; 2 words are drawn per round.</param>
    public Permutation(long count, RandomGenerator random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        this.count = (ulong)count;
        halfBits = 1;
        while (halfBits < 32 && 1UL << (2 * halfBits) < this.count)
        {
            halfBits++;
        }
        foreach (ref var key in keys.AsSpan())
        {
            key = random.NextUInt64();
        }
    }

    /// <summary>What stands at a place, 0 … n − 1.</summary>
    public long this[long place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
                (ulong)place,
                count,
                nameof(place)
            );
            var value = (ulong)place;
            do
            {
                value = Encrypt(value);
            } while (value >= count);
            return (long)value;
        }
    }

    private ulong Encrypt(ulong value)
    {
        var mask = (1UL << halfBits) - 1;
        var (left, right) = (value >> halfBits, value & mask);
        foreach (var key in keys)
        {
            (left, right) = (right, left ^ (Mix(right ^ key) & mask));
        }
        return (left << halfBits) | right;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
