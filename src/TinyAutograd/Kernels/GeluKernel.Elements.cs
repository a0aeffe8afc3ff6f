using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The loops over elements.</content>
internal static unsafe partial class GeluKernel
{
    // Without Slope only the values are computed.
    private struct Elements<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X,
            Y,
            Slope;
        public bool IsExact;

        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var whole = WholeVectors<T, TV>.Of(count);
            Compute<TV, WholeVectors<T, TV>>(default, first, whole);
            Compute<TV, RowEdge<T, TV>>(new(count - whole), first + whole, count - whole);
        }

        private readonly void Compute<TV, TAccess>(TAccess access, int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var slope = Slope == null ? null : Slope + first;
            if (IsExact)
            {
                Exact<TV, TAccess>(access, X + first, Y + first, slope, count);
            }
            else
            {
                Tanh<TV, TAccess>(access, X + first, Y + first, slope, count);
            }
        }

        [MethodImpl(JitHints.Kernel)]
        private static void Tanh<TV, TAccess>(
            TAccess access,
            T* source,
            T* target,
            T* slopes,
            int count
        )
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var (zero, one) = (TV.Broadcast(T.Zero), TV.Broadcast(T.One));
            var bound = VectorMath<T, TV>.Constant(100);
            for (var i = 0; i < count; i += TV.Count)
            {
                var x = access.Load(source, i);
                // Beyond ±100 the unit is constant, but x³ may overflow. The bound comes first: NaN stays.
                var c = TV.Max(-bound, TV.Min(bound, x));
                var squares = c * c * VectorMath<T, TV>.Constant(Cubic);
                var scaled = c * VectorMath<T, TV>.Constant(TwiceRootTwoOverPi);
                var twiceU = TV.MultiplyAdd(squares, scaled, scaled);
                // e^(−|2u|) never overflows: σ(2u) = 1/(1 + e) above zero, and e/(1 + e) below.
                var e = VectorMath<T, TV>.ExpOfNegative(-TV.Abs(twiceU));
                var inverse = one / (one + e);
                var complement = e * inverse;
                var sigmoid = TV.Select(TV.Less(twiceU, zero), complement, inverse);
                access.Store(target, i, x * sigmoid);
                if (slopes == null)
                {
                    continue;
                }
                // σ·(1 − σ) = e/(1 + e)², and 2u′ = 2√(2/π)·(1 + 3·0.044715·x²).
                var steepness = TV.MultiplyAdd(squares, VectorMath<T, TV>.Constant(3), one);
                access.Store(
                    slopes,
                    i,
                    TV.MultiplyAdd(scaled * steepness, complement * inverse, sigmoid)
                );
            }
        }

        [MethodImpl(JitHints.Kernel)]
        private static void Exact<TV, TAccess>(
            TAccess access,
            T* source,
            T* target,
            T* slopes,
            int count
        )
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var bound = VectorMath<T, TV>.Constant(100);
            for (var i = 0; i < count; i += TV.Count)
            {
                var x = access.Load(source, i);
                var phi =
                    VectorMath<T, TV>.Constant(0.5)
                    * VectorMath<T, TV>.Erfc(x * VectorMath<T, TV>.Constant(-0.70710678118654752));
                access.Store(target, i, x * phi);
                if (slopes == null)
                {
                    continue;
                }
                var c = TV.Max(-bound, TV.Min(bound, x));
                var density =
                    VectorMath<T, TV>.Exp(c * c * VectorMath<T, TV>.Constant(-0.5))
                    * VectorMath<T, TV>.Constant(0.3989422804014327);
                access.Store(slopes, i, TV.MultiplyAdd(c, density, phi));
            }
        }
    }
}
