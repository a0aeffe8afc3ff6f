using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The functions that are computed a vector at a time.</content>
internal static unsafe partial class SpecialFunctions
{
    private static void MapVectors<T, TFunction>(
        ReadOnlySpan<T> x,
        Span<T> y,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : IVectorFunction<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y), kernel);
        fixed (
            T* px = x,
                py = y
        )
        {
            Parts.Run<T, Elements<T, TFunction>>(new() { X = px, Y = py }, x.Length, 1, 1);
        }
    }

    private interface IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        static abstract TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T>;
    }

    private struct Elements<T, TFunction> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : IVectorFunction<T>
    {
        public T* X,
            Y;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(count);
            for (var i = 0; i < count; i += TV.Count)
            {
                edge.Store(Y + first, i, TFunction.Of(edge.Load(X + first, i)));
            }
        }
    }

    private readonly struct ExpFunction<T> : IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Exp(x);
    }

    private readonly struct Expm1Function<T> : IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Expm1(x);
    }

    private readonly struct TanhFunction<T> : IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Tanh(x);
    }

    private readonly struct ErfFunction<T> : IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Erf(x);
    }

    private readonly struct ErfcFunction<T> : IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Erfc(x);
    }

    private readonly struct SigmoidFunction<T> : IVectorFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TV Of<TV>(TV x)
            where TV : unmanaged, ILanes<TV, T> => VectorMath<T, TV>.Sigmoid(x);
    }
}
