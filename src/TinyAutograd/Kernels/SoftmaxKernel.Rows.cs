using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The loops over rows. The last vector of a row is masked, so short and odd rows cost no scalar loop.</content>
internal static unsafe partial class SoftmaxKernel
{
    private struct SoftmaxRows<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X,
            Y;
        public int Length;
        public bool IsCausal;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            if (Length <= TV.Count)
            {
                RowsOfOneVector<T, TV>(X, Y, Length, first, count, IsCausal);
                return;
            }
            if (Length <= 2 * TV.Count)
            {
                RowsOfTwoVectors<T, TV>(X, Y, Length, first, count, IsCausal);
                return;
            }
            for (var row = first; row < first + count; row++)
            {
                var x = X + (nint)row * Length;
                var y = Y + (nint)row * Length;
                var used = IsCausal ? row % Length + 1 : Length;
                var sum = Exponentials<T, TV>(x, y, used, Largest<T, TV>(x, used));
                Scale<T, TV>(y, used, T.One / sum);
                new Span<T>(y + used, Length - used).Clear();
            }
        }
    }

    // Either log-softmax (Y) or the normalizers alone.
    private struct LogSumExpRows<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X,
            Y,
            Normalizers;
        public int Length;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            for (var row = first; row < first + count; row++)
            {
                var x = X + (nint)row * Length;
                var largest = Largest<T, TV>(x, Length);
                var logarithm = T.Log(Exponentials<T, TV>(x, null, Length, largest));
                if (Normalizers == null)
                {
                    // In this order: x − max is exact for the largest elements, whatever the common offset.
                    Shift<T, TV>(x, Y + (nint)row * Length, Length, largest, logarithm);
                }
                else
                {
                    Normalizers[row] = T.IsFinite(largest) ? largest + logarithm : OfInfinities(x);
                }
            }
        }

        // −∞ alone sums to zero, with +∞ the sum is infinite; only NaN has no answer, and stays. An empty row sums to zero.
        private readonly T OfInfinities(T* x)
        {
            var result = T.NegativeInfinity;
            for (var i = 0; i < Length; i++)
            {
                result = T.Max(result, x[i]);
            }
            return result;
        }
    }

    private struct BackwardRows<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Y,
            Dy,
            Dx;
        public int Length;
        public bool IsCausal;
        public bool IsLog;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            if (Length <= TV.Count && !IsLog)
            {
                BackwardOfOneVector<T, TV>(Y, Dy, Dx, Length, first, count, IsCausal);
                return;
            }
            if (Length <= 2 * TV.Count && !IsLog)
            {
                BackwardOfTwoVectors<T, TV>(Y, Dy, Dx, Length, first, count, IsCausal);
                return;
            }
            for (var row = first; row < first + count; row++)
            {
                var y = Y + (nint)row * Length;
                var dy = Dy + (nint)row * Length;
                var dx = Dx + (nint)row * Length;
                var used = IsCausal ? row % Length + 1 : Length;
                if (IsLog)
                {
                    LogBackward<T, TV>(y, dy, dx, used);
                }
                else
                {
                    Backward<T, TV>(y, dy, dx, used);
                }
                new Span<T>(dx + used, Length - used).Clear();
            }
        }
    }
}
