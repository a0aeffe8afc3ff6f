using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Sine, cosine and tangent: a vector at a time up to <see cref="VectorMath{T, TV}.AngleLimit"/>, one number at a time beyond.</content>
internal static unsafe partial class SpecialFunctions
{
    private const double NanosecondsOfAngle = 1;

    /// <summary><c>y = sin x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers, in radians; ±∞ gives NaN.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−1, 1].</param>
    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapAngles<T, SineFunction<T>>(x, y);

    /// <summary><c>y = cos x</c>.</summary>
    /// <inheritdoc cref="Sin"/>
    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapAngles<T, CosineFunction<T>>(x, y);

    /// <summary><c>y = tan x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers, in radians; ±∞ gives NaN.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Tan<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapAngles<T, TangentFunction<T>>(x, y);

    private static void MapAngles<T, TFunction>(
        ReadOnlySpan<T> x,
        Span<T> y,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : IAngleFunction<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y), kernel);
        fixed (
            T* px = x,
                py = y
        )
        {
            var elements = new Angles<T, TFunction> { X = px, Y = py };
            Parts.Run<T, Angles<T, TFunction>>(elements, x.Length, 1, NanosecondsOfAngle);
        }
    }

    private interface IAngleFunction<T> : IVectorFunction<T>, IFunction
        where T : unmanaged, IFloatingPointIeee754<T>;

    private struct Angles<T, TFunction> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : IAngleFunction<T>
    {
        public T* X,
            Y;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(count);
            var (zero, one) = (VectorMath<T, TV>.Constant(0), VectorMath<T, TV>.Constant(1));
            var limit = VectorMath<T, TV>.Constant(VectorMath<T, TV>.AngleLimit);
            for (var i = 0; i < count; i += TV.Count)
            {
                var x = edge.Load(X + first, i);
                var y = TFunction.Of(x);
                // Comparisons are false for NaN, which so goes the other way, too.
                var isLarge = TV.Select(TV.Less(TV.Abs(x), limit), zero, one);
                if (TV.Largest(isLarge) > T.Zero)
                {
                    y = OneByOne(x, y, isLarge);
                }
                edge.Store(Y + first, i, y);
            }
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
                    ((T*)&y)[lane] = T.CreateTruncating(TFunction.Of(angle));
                }
            }
            return y;
        }
    }

    private readonly struct SineFunction<T> : IAngleFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static double Of(double x) => Math.Sin(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Sin(x);
    }

    private readonly struct CosineFunction<T> : IAngleFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static double Of(double x) => Math.Cos(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Cos(x);
    }

    private readonly struct TangentFunction<T> : IAngleFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static double Of(double x) => Math.Tan(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Tan(x);
    }
}
