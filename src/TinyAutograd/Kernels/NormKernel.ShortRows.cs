using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Rows of one, two or four whole vectors, the shape of small models: they stay in registers between their passes.</content>
internal static unsafe partial class NormKernel
{
    private interface INormRows<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        void Short<TV, TVectors>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TVectors : IConstant;

        void Rows<TV, TAccess>(TAccess access, int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>;
    }

    private static void RunRows<T, TV, TRows>(in TRows rows, int length, int first, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
        where TRows : struct, INormRows<T>
    {
        if (length == TV.Count)
        {
            rows.Short<TV, One>(first, count);
        }
        else if (length == 2 * TV.Count)
        {
            rows.Short<TV, Two>(first, count);
        }
        else if (length == 4 * TV.Count)
        {
            rows.Short<TV, Four>(first, count);
        }
        else if (length % TV.Count == 0)
        {
            rows.Rows<TV, WholeVectors<T, TV>>(default, first, count);
        }
        else
        {
            rows.Rows<TV, RowEdge<T, TV>>(new(length), first, count);
        }
    }

    private partial struct ForwardRows<T>
    {
        [MethodImpl(JitHints.Kernel)]
        public readonly void Short<TV, TVectors>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TVectors : IConstant
        {
            var inverse = T.One / T.CreateTruncating(Length); // a power of two: exact
            for (var row = first; row < first + count; row++)
            {
                var at = (nint)row * VectorRow<T, TV, TVectors>.Length;
                var d = VectorRow<T, TV, TVectors>.Load(X + at);
                var left = T.Zero;
                if (Mean != null)
                {
                    var mean = d.Sum() * inverse;
                    d -= TV.Broadcast(mean);
                    left = d.Sum() * inverse;
                    Mean[row] = mean + left;
                }
                var variance = T.Max(d.Dot(d) * inverse - left * left, T.Zero);
                var scale = T.One / T.Sqrt(variance + Epsilon);
                Scale[row] = scale;
                var n = (d - TV.Broadcast(left)) * TV.Broadcast(scale);
                if (Weight != null)
                {
                    n *= VectorRow<T, TV, TVectors>.Load(Weight);
                }
                if (Bias != null)
                {
                    n += VectorRow<T, TV, TVectors>.Load(Bias);
                }
                n.Store(Y + at);
            }
        }
    }

    private partial struct BackwardRows<T>
    {
        [MethodImpl(JitHints.Kernel)]
        public readonly void Short<TV, TVectors>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TVectors : IConstant
        {
            var inverse = T.One / T.CreateTruncating(Length); // a power of two: exact
            VectorRow<T, TV, TVectors> dWeight = default,
                dBias = default;
            for (var row = first; row < first + count; row++)
            {
                var at = (nint)row * VectorRow<T, TV, TVectors>.Length;
                var factor = TV.Broadcast(Scale[row]);
                var center = TV.Broadcast(Mean == null ? T.Zero : Mean[row]);
                var n = (VectorRow<T, TV, TVectors>.Load(X + at) - center) * factor;
                var g = VectorRow<T, TV, TVectors>.Load(Dy + at);
                dWeight = VectorRow<T, TV, TVectors>.MultiplyAdd(g, n, dWeight);
                dBias += g;
                if (Dx == null)
                {
                    continue;
                }
                if (Weight != null)
                {
                    g *= VectorRow<T, TV, TVectors>.Load(Weight);
                }
                var meanOfDot = TV.Broadcast(g.Dot(n) * inverse);
                if (Mean != null)
                {
                    g -= TV.Broadcast(g.Sum() * inverse);
                }
                ((g - n * meanOfDot) * factor).Store(Dx + at);
            }
            var piece = (nint)(first / RowsOfPiece) * Length;
            if (WeightPartials != null)
            {
                dWeight.Store(WeightPartials + piece);
            }
            if (BiasPartials != null)
            {
                dBias.Store(BiasPartials + piece);
            }
        }
    }
}
