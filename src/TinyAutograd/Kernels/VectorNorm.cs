using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>Sums of powers of magnitudes, in double whatever the element type, so that float neither overflows nor loses digits.</summary>
internal static class VectorNorm
{
    private const int ChunkLength = 512;

    /// <summary><c>Σ |x·scale|ᵖ</c>, in a fixed order; 0 for no elements.</summary>
    public static double PowerSum<T>(ReadOnlySpan<T> x, double power, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> room = stackalloc double[ChunkLength];
        var sum = 0.0;
        for (var start = 0; start < x.Length; start += ChunkLength)
        {
            var piece = x.Slice(start, Math.Min(ChunkLength, x.Length - start));
            var values = room[..piece.Length];
            TensorPrimitives.ConvertTruncating<T, double>(piece, values);
            if (scale != 1)
            {
                TensorPrimitives.Multiply(values, scale, values);
            }
            sum += PowerSum(values, power);
        }
        return sum;
    }

    /// <summary><c>max |x|</c>; 0 for no elements, NaN if one is NaN.</summary>
    public static double Largest<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.IsEmpty ? 0 : double.Abs(double.CreateTruncating(TensorPrimitives.MaxMagnitude(x)));

    private static double PowerSum(Span<double> x, double power)
    {
        if (power == 2)
        {
            return TensorPrimitives.SumOfSquares<double>(x);
        }
        TensorPrimitives.Abs(x, x);
        if (power != 1)
        {
            TensorPrimitives.Pow(x, power, x);
        }
        return TensorPrimitives.Sum<double>(x);
    }
}
