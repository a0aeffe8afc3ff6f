using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>What cross-entropy is asked for.</summary>
internal readonly record struct CrossEntropyLoss(
    ClassLayout Layout,
    int IgnoreIndex,
    double Smoothing
);

/// <summary>Cross-entropy of softmax, forward and backward, in one pass over the logits each.</summary>
internal static class CrossEntropyKernel
{
    // Logits in a piece: enough to pay for claiming it, few enough to stay in the first cache.
    private const int PieceLength = 4096;
    private const double NanosecondsPerLogit = 1;

    /// <summary>The loss of each position.</summary>
    /// <param name="loss">What is asked for.</param>
    /// <param name="x">Logits (outer, classes, inner).</param>
    /// <param name="targets">The class of each position, checked.</param>
    /// <param name="losses">The results, in nats; 0 where the target is ignored.</param>
    /// <param name="saved">Maximum and Σ e^(x − maximum) of each position, for the backward pass; may be empty.</param>
    public static void Forward<T>(
        in CrossEntropyLoss loss,
        ReadOnlySpan<T> x,
        ReadOnlySpan<int> targets,
        Span<T> losses,
        Span<T> saved
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(loss.Layout.Positions, losses.Length, nameof(losses));
        Check.SameLength(loss.Layout.Positions, targets.Length, nameof(targets));
        var job = new ForwardJob<T>
        {
            Loss = loss,
            X = x,
            Targets = targets,
            Losses = losses,
            Saved = saved,
        };
        WorkerPool.Run(ref job, PieceCount(loss.Layout), NanosecondsPerLogit * x.Length);
    }

    /// <summary>The gradient of the logits.</summary>
    /// <param name="loss">What is asked for.</param>
    /// <param name="x">Logits.</param>
    /// <param name="targets">The class of each position.</param>
    /// <param name="saved">What the forward pass left.</param>
    /// <param name="dy">The gradient of each loss, or one for all.</param>
    /// <param name="weight">A factor of dy.</param>
    /// <param name="dx">The result; 0 where the target is ignored.</param>
    public static void Backward<T>(
        in CrossEntropyLoss loss,
        ReadOnlySpan<T> x,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<T> saved,
        ReadOnlySpan<T> dy,
        T weight,
        Span<T> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, dx.Length, nameof(dx));
        var job = new BackwardJob<T>
        {
            Loss = loss,
            X = x,
            Targets = targets,
            Saved = saved,
            Dy = dy,
            Weight = weight,
            Dx = dx,
        };
        WorkerPool.Run(ref job, PieceCount(loss.Layout), NanosecondsPerLogit * x.Length);
    }

    private static int PositionsPerPiece(ClassLayout layout) =>
        Math.Max(1, PieceLength / Math.Max(1, layout.Classes));

    private static int PieceCount(ClassLayout layout)
    {
        var positions = PositionsPerPiece(layout);
        return (int)(((long)layout.Positions + positions - 1) / positions);
    }

    private ref struct ForwardJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public CrossEntropyLoss Loss;
        public ReadOnlySpan<T> X;
        public ReadOnlySpan<int> Targets;
        public Span<T> Losses;
        public Span<T> Saved;

        public readonly void Run(int piece)
        {
            var (layout, classes) = (Loss.Layout, Loss.Layout.Classes);
            var count = PositionsPerPiece(layout);
            var first = piece * count;
            var last = Math.Min(first + count, layout.Positions);
            using var scratch = SpanOwner<T>.Allocate((last - first) * classes);
            for (var position = first; position < last; position++)
            {
                var row = scratch.Span.Slice((position - first) * classes, classes);
                Losses[position] = T.Zero;
                if (Targets[position] == Loss.IgnoreIndex)
                {
                    row.Clear();
                    continue;
                }
                Load(X, layout, position, row);
                var max = TensorPrimitives.Max<T>(row);
                TensorPrimitives.Subtract(row, max, row);
                Losses[position] = -Expected(row, Targets[position]);
                if (!Saved.IsEmpty)
                {
                    Saved[2 * position] = max;
                }
            }
            TensorPrimitives.Exp<T>(scratch.Span, scratch.Span);
            for (var position = first; position < last; position++)
            {
                if (Targets[position] == Loss.IgnoreIndex)
                {
                    continue;
                }
                var row = scratch.Span.Slice((position - first) * classes, classes);
                var sum = TensorPrimitives.Sum<T>(row);
                Losses[position] += T.Log(sum);
                if (!Saved.IsEmpty)
                {
                    Saved[2 * position + 1] = sum;
                }
            }
        }

        // The score that the smoothed target expects: (1 − s)·x[target] + s·mean x.
        private readonly T Expected(ReadOnlySpan<T> row, int target)
        {
            if (Loss.Smoothing == 0)
            {
                return row[target];
            }
            var s = T.CreateTruncating(Loss.Smoothing);
            var mean = TensorPrimitives.Sum(row) / T.CreateChecked(row.Length);
            return Loss.Smoothing == 1 ? mean : (T.One - s) * row[target] + s * mean;
        }
    }

    private ref struct BackwardJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public CrossEntropyLoss Loss;
        public ReadOnlySpan<T> X;
        public ReadOnlySpan<int> Targets;
        public ReadOnlySpan<T> Saved;
        public ReadOnlySpan<T> Dy;
        public T Weight;
        public Span<T> Dx;

        public readonly void Run(int piece)
        {
            var (layout, classes) = (Loss.Layout, Loss.Layout.Classes);
            var count = PositionsPerPiece(layout);
            var first = piece * count;
            var last = Math.Min(first + count, layout.Positions);
            using var scratch = SpanOwner<T>.Allocate((last - first) * classes);
            for (var position = first; position < last; position++)
            {
                var row = scratch.Span.Slice((position - first) * classes, classes);
                if (Targets[position] == Loss.IgnoreIndex)
                {
                    row.Clear();
                    continue;
                }
                Load(X, layout, position, row);
                TensorPrimitives.Subtract(row, Saved[2 * position], row);
            }
            TensorPrimitives.Exp<T>(scratch.Span, scratch.Span);
            var (s, share) = (
                T.CreateTruncating(Loss.Smoothing),
                T.CreateTruncating(Loss.Smoothing / classes)
            );
            for (var position = first; position < last; position++)
            {
                var row = scratch.Span.Slice((position - first) * classes, classes);
                if (Targets[position] == Loss.IgnoreIndex)
                {
                    row.Clear();
                }
                else
                {
                    var d = Dy[Dy.Length == 1 ? 0 : position] * Weight;
                    TensorPrimitives.Multiply(row, d / Saved[2 * position + 1], row);
                    if (Loss.Smoothing > 0)
                    {
                        TensorPrimitives.Subtract(row, d * share, row);
                    }
                    row[Targets[position]] -= d * (T.One - s);
                }
                Store(row, layout, position, Dx);
            }
        }
    }

    private static void Load<T>(ReadOnlySpan<T> x, ClassLayout layout, int position, Span<T> row)
    {
        var start = layout.RowOf(position);
        if (layout.Inner == 1)
        {
            x.Slice(start, row.Length).CopyTo(row);
            return;
        }
        for (var c = 0; c < row.Length; c++)
        {
            row[c] = x[start + c * layout.Inner];
        }
    }

    private static void Store<T>(ReadOnlySpan<T> row, ClassLayout layout, int position, Span<T> x)
    {
        var start = layout.RowOf(position);
        if (layout.Inner == 1)
        {
            row.CopyTo(x.Slice(start, row.Length));
            return;
        }
        for (var c = 0; c < row.Length; c++)
        {
            x[start + c * layout.Inner] = row[c];
        }
    }
}
