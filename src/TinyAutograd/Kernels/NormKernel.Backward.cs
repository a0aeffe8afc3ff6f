using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The backward loops.</content>
internal static unsafe partial class NormKernel
{
    private static void Backward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dWeight,
        Span<T> dBias,
        int rows,
        int length,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(dx.IsEmpty ? 0 : x.Length, dx.Length, nameof(dx), kernel);
        Check.SameLength(dWeight.IsEmpty ? 0 : length, dWeight.Length, nameof(dWeight), kernel);
        // At most 16 pieces, each with partial sums of its own, which are added in order at the end.
        var rowsOfPiece = Math.Max((rows + 15) / 16, Math.Max(1, 4096 / Math.Max(length, 1)));
        var pieces = (rows + rowsOfPiece - 1) / rowsOfPiece;
        fixed (
            T* px = x,
                pw = weight,
                pm = mean,
                ps = scale,
                pdy = dy,
                pdx = dx,
                pdw = dWeight,
                pdb = dBias
        )
        {
            var work = new BackwardRows<T>
            {
                X = px,
                Weight = pw,
                Mean = pm,
                Scale = ps,
                Dy = pdy,
                Dx = pdx,
                Length = length,
                RowsOfPiece = rowsOfPiece,
            };
            var partials = Scratch.Get<T>(Scratch.Slot.B, (nint)2 * pieces * length);
            work.WeightPartials = pdw == null ? null : partials;
            work.BiasPartials = pdb == null ? null : partials + (nint)pieces * length;
            Parts.RunPieces<T, BackwardRows<T>>(work, rows, rowsOfPiece, 0.6 * rows * length);
            AddPartials(work.WeightPartials, dWeight, pieces);
            AddPartials(work.BiasPartials, dBias, pieces);
        }
    }

    private static void AddPartials<T>(T* partials, Span<T> sum, int pieces)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sum.Clear();
        for (var piece = 0; piece < pieces && !sum.IsEmpty; piece++)
        {
            var partial = new ReadOnlySpan<T>(partials + (nint)piece * sum.Length, sum.Length);
            TensorPrimitives.Add(sum, partial, sum);
        }
    }

    private partial struct BackwardRows<T> : IParts<T>, INormRows<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X,
            Weight,
            Mean,
            Scale,
            Dy,
            Dx,
            WeightPartials,
            BiasPartials;
        public int Length;
        public int RowsOfPiece;

        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            RunRows<T, TV, BackwardRows<T>>(this, Length, first, count);
        }

        [MethodImpl(JitHints.Kernel)]
        public readonly void Rows<TV, TAccess>(TAccess access, int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var piece = (nint)(first / RowsOfPiece) * Length;
            for (var row = first; row < first + count; row++)
            {
                var at = (nint)row * Length;
                var mean = Mean == null ? T.Zero : Mean[row];
                if (WeightPartials != null || BiasPartials != null)
                {
                    // Parameters first: dx may be written over dy.
                    AddToPartials<TV, TAccess>(
                        access,
                        X + at,
                        Dy + at,
                        mean,
                        Scale[row],
                        piece,
                        row == first
                    );
                }
                if (Dx != null)
                {
                    Row<TV, TAccess>(access, X + at, Dy + at, Dx + at, mean, Scale[row]);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void AddToPartials<TV, TAccess>(
            TAccess access,
            T* x,
            T* dy,
            T mean,
            T scale,
            nint piece,
            bool isFirst
        )
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var (center, factor, zero) = (
                TV.Broadcast(mean),
                TV.Broadcast(scale),
                TV.Broadcast(T.Zero)
            );
            for (var i = 0; i < Length; i += TV.Count)
            {
                var d = access.Load(dy, i);
                if (WeightPartials != null)
                {
                    var n = (access.Load(x, i) - center) * factor;
                    var sum = isFirst ? zero : access.Load(WeightPartials + piece, i);
                    access.Store(WeightPartials + piece, i, TV.MultiplyAdd(d, n, sum));
                }
                if (BiasPartials != null)
                {
                    var sum = isFirst ? zero : access.Load(BiasPartials + piece, i);
                    access.Store(BiasPartials + piece, i, d + sum);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Row<TV, TAccess>(TAccess access, T* x, T* dy, T* dx, T mean, T scale)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            var (center, factor) = (TV.Broadcast(mean), TV.Broadcast(scale));
            var (sum, dot) = (TV.Broadcast(T.Zero), TV.Broadcast(T.Zero));
            for (var i = 0; i < Length; i += TV.Count)
            {
                // Behind the row's end dy is zero, whatever n is there.
                var g =
                    Weight == null
                        ? access.Load(dy, i)
                        : access.Load(dy, i) * access.Load(Weight, i);
                sum += g;
                dot = TV.MultiplyAdd(g, (access.Load(x, i) - center) * factor, dot);
            }
            var size = T.CreateTruncating(Length);
            var meanOfG = TV.Broadcast(Mean == null ? T.Zero : TV.Sum(sum) / size);
            var meanOfDot = TV.Broadcast(TV.Sum(dot) / size);
            for (var i = 0; i < Length; i += TV.Count)
            {
                var g =
                    Weight == null
                        ? access.Load(dy, i)
                        : access.Load(dy, i) * access.Load(Weight, i);
                var n = (access.Load(x, i) - center) * factor;
                access.Store(dx, i, (g - meanOfG - n * meanOfDot) * factor);
            }
        }
    }
}
