using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>BF16: the upper 16 bits of a 32-bit floating-point number, as bits.</summary>
internal static class BrainFloat
{
    /// <summary>The number that the bits stand for; exact in either type.</summary>
    public static T ToNumber<T>(ushort bits)
        where T : IFloatingPointIeee754<T> =>
        T.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)bits << 16));

    /// <summary>The nearest BF16, ties to the even one; beyond the range ±∞.</summary>
    public static ushort FromNumber<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Round(BitConverter.SingleToUInt32Bits(Unsafe.BitCast<T, float>(value)))
            : Round(ToOdd(double.CreateTruncating(value)));

    // Half a unit of the lower 16 bits less one is added, one more where the upper part is odd: the carry rounds to the nearest, ties to even.
    // A NaN keeps its upper bits; one whose payload is all in the lower bits becomes the quiet NaN, not infinity.
    private static ushort Round(uint bits)
    {
        if ((bits & 0x7FFF_FFFF) > 0x7F80_0000)
        {
            var upper = (ushort)(bits >> 16);
            return (upper & 0x7F) == 0 ? (ushort)(upper | 0x40) : upper;
        }
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    // Rounded towards zero, with the last bit set if anything was lost. Rounding that to the nearest once more is the same as rounding the
    // double itself (rounding to odd: Boldo and Melquiond 2008), where rounding twice to the nearest is not.
    private static uint ToOdd(double value)
    {
        var nearest = (float)value;
        var bits = BitConverter.SingleToUInt32Bits(nearest);
        if (double.IsNaN(value) || nearest == value)
        {
            return bits;
        }
        return (Math.Abs((double)nearest) > Math.Abs(value) ? bits - 1 : bits) | 1;
    }
}
