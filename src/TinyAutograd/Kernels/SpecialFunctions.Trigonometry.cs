using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Sine, cosine and tangent: a vector at a time up to <see cref="VectorMath{T, TV}.AngleLimit"/>, one number at a time beyond.</content>
internal static unsafe partial class SpecialFunctions
{
    /// <summary><c>y = sin x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers, in radians; ±∞ gives NaN.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−1, 1].</param>
    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MapVectors<T, AngleFunction<T, SinAngle>>(x, y);

    /// <summary><c>y = cos x</c>.</summary>
    /// <inheritdoc cref="Sin"/>
    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MapVectors<T, AngleFunction<T, CosAngle>>(x, y);

    /// <summary><c>y = tan x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers, in radians; ±∞ gives NaN.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Tan<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MapVectors<T, AngleFunction<T, TanAngle>>(x, y);

    private interface IAngle : IFunction
    {
        static abstract TV Of<T, TV>(TV x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TV : unmanaged, ILanes<TV, T>;
    }

    private readonly struct AngleFunction<T, TAngle> : IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TAngle : IAngle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T>
        {
            // Comparisons are false for NaN, which so goes the other way, too.
            var isLarge = TV.Select(
                TV.Less(TV.Abs(x), VectorMath<T, TV>.Constant(VectorMath<T, TV>.AngleLimit)),
                VectorMath<T, TV>.Constant(0),
                VectorMath<T, TV>.Constant(1)
            );
            var y = TAngle.Of<T, TV>(x);
            return TV.Largest(isLarge) > T.Zero ? OneByOne(x, y, isLarge) : y;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static TV OneByOne<TV>(TV x, TV y, TV isLarge)
            where TV : unmanaged, ILanes<TV, T>
        {
            for (var lane = 0; lane < TV.Count; lane++)
            {
                if (((T*)&isLarge)[lane] > T.Zero)
                {
                    var angle = double.CreateTruncating(((T*)&x)[lane]);
                    ((T*)&y)[lane] = T.CreateTruncating(TAngle.Of(angle));
                }
            }
            return y;
        }
    }

    private readonly struct SinAngle : IAngle
    {
        public static double Of(double x) => Math.Sin(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<T, TV>(TV x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Sin(x);
    }

    private readonly struct CosAngle : IAngle
    {
        public static double Of(double x) => Math.Cos(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<T, TV>(TV x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Cos(x);
    }

    private readonly struct TanAngle : IAngle
    {
        public static double Of(double x) => Math.Tan(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<T, TV>(TV x)
            where T : unmanaged, IFloatingPointIeee754<T>
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Tan(x);
    }
}
