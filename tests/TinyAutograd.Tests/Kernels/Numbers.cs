using System.Numerics;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Seeded numbers for kernel tests (xorshift64*, Vigna 2016), so that a failing seed can be run again.</summary>
internal sealed class Numbers(int seed)
{
    private ulong state = 0x9E3779B97F4A7C15UL * (ulong)(seed + 1) | 1;

    /// <summary>A whole number from 0 to below <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)(Bits() >> 33) % limit;

    /// <summary>A number in (−1, 1).</summary>
    public double NextDouble() => (Bits() >> 11) * (2.0 / (1UL << 53)) - 1;

    /// <summary>Numbers in (−scale, scale) around an offset.</summary>
    public T[] Array<T>(int length, double scale = 1, double offset = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var array = new T[length];
        for (var i = 0; i < length; i++)
        {
            array[i] = T.CreateTruncating(NextDouble() * scale + offset);
        }
        return array;
    }

    private ulong Bits()
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 0x2545F4914F6CDD1DUL;
    }
}
