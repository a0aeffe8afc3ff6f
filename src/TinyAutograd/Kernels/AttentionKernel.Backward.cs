using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <content>The backward pass: with <c>dp = dy·vᵀ</c> and <c>ds = scale · p ⊙ (dp − Σ dp⊙p)</c>, <c>dq = ds·k, dk = dsᵀ·q, dv = pᵀ·dy</c>.</content>
internal static unsafe partial class AttentionKernel
{
    private struct BackwardUnits<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionShape Shape;
        public T Scale;
        public T* Q,
            K,
            V,
            P,
            Dy,
            Dq,
            Dk,
            Dv;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            var width = RoundUp(s.Keys, TV.Count);
            using var scratch = SpanOwner<T>.Allocate(s.ValueSize * width + count * s.MatrixLength);
            fixed (T* packed = scratch.Span)
            {
                var ds = packed + s.ValueSize * width;
                if (Dq != null || Dk != null)
                {
                    ScoreGradients<TV>(first, count, packed, width, ds);
                }
                for (var unit = first; unit < first + count; unit++)
                {
                    var matrix = (unit - first) * (nint)s.MatrixLength;
                    if (Dq != null)
                    {
                        QueryGradient<TV>(unit, ds + matrix);
                    }
                    if (Dk != null)
                    {
                        KeyGradient<TV>(unit, ds + matrix);
                    }
                    if (Dv != null)
                    {
                        ValueGradient<TV>(unit);
                    }
                }
            }
        }

        // The scale is put into vᵀ: ds is linear in it.
        private readonly void ScoreGradients<TV>(int first, int count, T* packed, int width, T* ds)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            for (var unit = 0; unit < count; unit++)
            {
                var v = V + s.Value.StartOf(first + unit, s.Heads);
                Transpose<T, TV>(v, s.Value.Row, s.Keys, s.ValueSize, Scale, packed, width);
                var product = new TiledProduct<T, TV>
                {
                    A = Dy + s.Result.StartOf(first + unit, s.Heads),
                    RowA = s.Result.Row,
                    StepA = 1,
                    B = packed,
                    RowB = width,
                    IsPaddedB = true,
                    C = ds + unit * (nint)s.MatrixLength,
                    RowC = s.Keys,
                    M = s.Queries,
                    N = s.Keys,
                    K = s.ValueSize,
                };
                product.Multiply(s.IsCausal ? TriangularPart.Result : TriangularPart.None);
            }
            var p = new ReadOnlySpan<T>(P + first * (nint)s.MatrixLength, count * s.MatrixLength);
            var all = new Span<T>(ds, p.Length);
            SoftmaxKernel.SoftmaxBackward(p, all, all, count * s.Queries, s.Keys, s.IsCausal);
        }

        private readonly void QueryGradient<TV>(int unit, T* ds)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            var product = new TiledProduct<T, TV>
            {
                A = ds,
                RowA = s.Keys,
                StepA = 1,
                B = K + s.Key.StartOf(unit, s.Heads),
                RowB = s.Key.Row,
                C = Dq + s.Query.StartOf(unit, s.Heads),
                RowC = s.Query.Row,
                M = s.Queries,
                N = s.Size,
                K = s.Keys,
            };
            product.Multiply(s.IsCausal ? TriangularPart.Lower : TriangularPart.None);
        }

        private readonly void KeyGradient<TV>(int unit, T* ds)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            var product = new TiledProduct<T, TV>
            {
                A = ds,
                RowA = 1,
                StepA = s.Keys,
                B = Q + s.Query.StartOf(unit, s.Heads),
                RowB = s.Query.Row,
                C = Dk + s.Key.StartOf(unit, s.Heads),
                RowC = s.Key.Row,
                M = s.Keys,
                N = s.Size,
                K = s.Queries,
            };
            product.Multiply(s.IsCausal ? TriangularPart.Upper : TriangularPart.None);
        }

        private readonly void ValueGradient<TV>(int unit)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            var product = new TiledProduct<T, TV>
            {
                A = P + unit * (nint)s.MatrixLength,
                RowA = 1,
                StepA = s.Keys,
                B = Dy + s.Result.StartOf(unit, s.Heads),
                RowB = s.Result.Row,
                C = Dv + s.Value.StartOf(unit, s.Heads),
                RowC = s.Value.Row,
                M = s.Keys,
                N = s.ValueSize,
                K = s.Queries,
            };
            product.Multiply(s.IsCausal ? TriangularPart.Upper : TriangularPart.None);
        }
    }
}
