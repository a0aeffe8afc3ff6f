using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Rows of one, two or four whole vectors, the shape of small models: they stay in registers between their passes.</content>
internal static unsafe partial class NormKernel
{
    private partial struct ForwardRows<T>
    {
        private readonly bool TryShort<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            if (Length == TV.Count)
            {
                Short<TV, One>(first, count);
            }
            else if (Length == 2 * TV.Count)
            {
                Short<TV, Two>(first, count);
            }
            else if (Length == 4 * TV.Count)
            {
                Short<TV, Four>(first, count);
            }
            else
            {
                return false;
            }
            return true;
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void Short<TV, TVectors>(int first, int count)
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
        private readonly bool TryShort<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            if (Length == TV.Count)
            {
                Short<TV, One>(first, count);
            }
            else if (Length == 2 * TV.Count)
            {
                Short<TV, Two>(first, count);
            }
            else if (Length == 4 * TV.Count)
            {
                Short<TV, Four>(first, count);
            }
            else
            {
                return false;
            }
            return true;
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void Short<TV, TVectors>(int first, int count)
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
