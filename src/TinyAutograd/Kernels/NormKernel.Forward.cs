using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The forward loops.</content>
internal static unsafe partial class NormKernel
{
    // Without Mean it is root-mean-square normalization: the mean counts as zero.
    private partial struct ForwardRows<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X,
            Weight,
            Bias,
            Y,
            Mean,
            Scale;
        public int Length;
        public T Epsilon;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            if (TryShort<TV>(first, count))
            {
                return;
            }
            var size = T.CreateTruncating(Length);
            for (var row = first; row < first + count; row++)
            {
                var x = X + (nint)row * Length;
                var mean = Mean == null ? T.Zero : Sum<TV>(x) / size;
                var (sum, sumOfSquares) = SumsOfDifferences<TV>(x, mean);
                // The differences should sum to zero. What they do sum to is the rounding error of the mean.
                var left = Mean == null ? T.Zero : sum / size;
                var variance = T.Max(sumOfSquares / size - left * left, T.Zero);
                var scale = T.One / T.Sqrt(variance + Epsilon);
                Scale[row] = scale;
                if (Mean != null)
                {
                    Mean[row] = mean + left;
                }
                Normalize<TV>(x, Y + (nint)row * Length, mean, left, scale);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly T Sum<TV>(T* x)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(Length);
            var sum = TV.Broadcast(T.Zero);
            for (var i = 0; i < Length; i += TV.Count)
            {
                sum += edge.Load(x, i);
            }
            return TV.Sum(sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly (T Sum, T SumOfSquares) SumsOfDifferences<TV>(T* x, T mean)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(Length);
            var center = TV.Broadcast(mean);
            var (sum, squares) = (TV.Broadcast(T.Zero), TV.Broadcast(T.Zero));
            for (var i = 0; i < Length; i += TV.Count)
            {
                var d = edge.Within(edge.Load(x, i) - center, i);
                sum += d;
                squares = TV.MultiplyAdd(d, d, squares);
            }
            return (TV.Sum(sum), TV.Sum(squares));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Normalize<TV>(T* x, T* y, T mean, T left, T scale)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(Length);
            var (center, rest, factor) = (
                TV.Broadcast(mean),
                TV.Broadcast(left),
                TV.Broadcast(scale)
            );
            for (var i = 0; i < Length; i += TV.Count)
            {
                var n = (edge.Load(x, i) - center - rest) * factor;
                n = Weight == null ? n : n * edge.Load(Weight, i);
                edge.Store(y, i, Bias == null ? n : n + edge.Load(Bias, i));
            }
        }
    }
}
