namespace TinyAutograd;

/// <summary>Where a <see cref="RandomGenerator"/> stands: enough to continue its sequence exactly.</summary>
/// <param name="Seed">The seed (the cipher's key).</param>
/// <param name="Stream">Number of the independent sequence under this seed.</param>
/// <param name="Position">How many 32-bit words were drawn.</param>
public readonly record struct RandomState(ulong Seed, ulong Stream, ulong Position);

/// <summary>A small seeded generator: the same seed gives the same numbers on any machine, and its state can be saved.</summary>
/// <remarks>Philox 4x32-10, a counter-based generator. Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as
/// easy as 1, 2, 3". Not for cryptography. Not safe for several threads at once: give each thread a <see cref="Fork"/>.</remarks>
public sealed class RandomGenerator
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9; // the golden ratio
    private const uint Weyl1 = 0xBB67AE85; // the square root of 3, minus 1
    private const int Rounds = 10;

    private readonly uint[] words = new uint[4];
    private RandomState state;

    /// <summary>A generator at the start of a sequence.</summary>
    /// <param name="seed">Any number; different seeds give unrelated sequences.</param>
    public RandomGenerator(long seed) => state = new RandomState((ulong)seed, 0, 0);

    /// <summary>A generator that continues where another stood.</summary>
    public RandomGenerator(RandomState state) => State = state;

    /// <summary>Where the generator stands. Setting it continues from there.</summary>
    public RandomState State
    {
        get => state;
        set
        {
            state = value;
            if (value.Position % 4 != 0)
            {
                Encrypt(value.Position / 4);
            }
        }
    }

    /// <summary>A generator for an independent sequence under the same seed.</summary>
    /// <param name="stream">Its number; equal numbers give equal sequences.</param>
    public RandomGenerator Fork(ulong stream) =>
        new(new RandomState(state.Seed, state.Stream * 0x9E3779B97F4A7C15 + stream + 1, 0));

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        var word = (int)(state.Position % 4);
        if (word == 0)
        {
            Encrypt(state.Position / 4);
        }
        state = state with { Position = state.Position + 1 };
        return words[word];
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        // Lemire 2019, "Fast random integer generation in an interval".
        var product = (ulong)NextUInt32() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var threshold = (uint)-bound % (uint)bound;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * (uint)bound;
            }
        }
        return (int)(product >> 32);
    }

    /// <summary>A uniform number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the standard normal distribution.</summary>
    /// <remarks>Source: Box and Muller 1958; one of the two normals of a pair is used, so that the state stays a single number.</remarks>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble())); // 1 − u is never 0
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts the items in a uniformly random order.</summary>
    public void Shuffle<TItem>(Span<TItem> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private void Encrypt(ulong block)
    {
        var (c0, c1, c2, c3) = (
            (uint)block,
            (uint)(block >> 32),
            (uint)state.Stream,
            (uint)(state.Stream >> 32)
        );
        var (k0, k1) = ((uint)state.Seed, (uint)(state.Seed >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var high0 = Math.BigMul(Multiplier0, c0);
            var high1 = Math.BigMul(Multiplier1, c2);
            (c0, c1, c2, c3) = (
                (uint)(high1 >> 32) ^ c1 ^ k0,
                (uint)high1,
                (uint)(high0 >> 32) ^ c3 ^ k1,
                (uint)high0
            );
            k0 += Weyl0;
            k1 += Weyl1;
        }
        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }
}
