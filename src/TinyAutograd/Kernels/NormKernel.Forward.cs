using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The forward loops.</content>
internal static unsafe partial class NormKernel
{
    // Without Mean it is root-mean-square normalization: the mean counts as zero.
    private partial struct ForwardRows<T> : IParts<T>, INormRows<T>
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

        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            RunRows<T, TV, ForwardRows<T>>(this, Length, first, count);
        }

        [MethodImpl(JitHints.Kernel)]
        public readonly void Rows<TV, TAccess>(TAccess access, int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var size = T.CreateTruncating(Length);
            for (var row = first; row < first + count; row++)
            {
                var x = X + (nint)row * Length;
                var mean = Mean == null ? T.Zero : Sum<TV, TAccess>(access, x) / size;
                var (sum, sumOfSquares) = SumsOfDifferences<TV, TAccess>(access, x, mean);
                // The differences should sum to zero. What they do sum to is the rounding error of the mean.
                var left = Mean == null ? T.Zero : sum / size;
                var variance = T.Max(sumOfSquares / size - left * left, T.Zero);
                var scale = T.One / T.Sqrt(variance + Epsilon);
                Scale[row] = scale;
                if (Mean != null)
                {
                    Mean[row] = mean + left;
                }
                Normalize<TV, TAccess>(access, x, Y + (nint)row * Length, mean, left, scale);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly T Sum<TV, TAccess>(TAccess access, T* x)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var sum = TV.Broadcast(T.Zero);
            for (var i = 0; i < Length; i += TV.Count)
            {
                sum += access.Load(x, i);
            }
            return TV.Sum(sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly (T Sum, T SumOfSquares) SumsOfDifferences<TV, TAccess>(
            TAccess access,
            T* x,
            T mean
        )
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var center = TV.Broadcast(mean);
            var (sum, squares) = (TV.Broadcast(T.Zero), TV.Broadcast(T.Zero));
            for (var i = 0; i < Length; i += TV.Count)
            {
                var d = access.Within(access.Load(x, i) - center, i);
                sum += d;
                squares = TV.MultiplyAdd(d, d, squares);
            }
            return (TV.Sum(sum), TV.Sum(squares));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Normalize<TV, TAccess>(
            TAccess access,
            T* x,
            T* y,
            T mean,
            T left,
            T scale
        )
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var (center, rest, factor) = (
                TV.Broadcast(mean),
                TV.Broadcast(left),
                TV.Broadcast(scale)
            );
            for (var i = 0; i < Length; i += TV.Count)
            {
                var n = (access.Load(x, i) - center - rest) * factor;
                n = Weight == null ? n : n * access.Load(Weight, i);
                access.Store(y, i, Bias == null ? n : n + access.Load(Bias, i));
            }
        }
    }
}
