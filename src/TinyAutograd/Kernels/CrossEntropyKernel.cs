using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>What cross-entropy is asked for.</summary>
internal readonly record struct CrossEntropyLoss(
    ClassLayout Layout,
    int IgnoreIndex,
    double Smoothing
);

/// <summary>Cross-entropy of softmax. Probabilities are never stored: forward reads the logits for the maximum and for the sum, backward
/// reads them once and writes the gradient.</summary>
internal static unsafe class CrossEntropyKernel
{
    private const double NanosecondsPerLogit = 0.6;

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
        var layout = loss.Layout;
        CheckSizes(layout, x.Length, targets.Length);
        Check.SameLength(layout.Positions, losses.Length, nameof(losses));
        Check.SameLength(saved.IsEmpty ? 0 : 2 * layout.Positions, saved.Length, nameof(saved));
        fixed (
            T* pointerX = x,
                pointerLosses = losses,
                pointerSaved = saved
        )
        fixed (int* pointerTargets = targets)
        {
            var rows = new ForwardRows<T>
            {
                Loss = loss,
                X = pointerX,
                Targets = pointerTargets,
                Losses = pointerLosses,
                Saved = pointerSaved,
            };
            Parts.Run<T, ForwardRows<T>>(
                rows,
                layout.Positions,
                layout.Classes,
                NanosecondsPerLogit
            );
        }
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
        var layout = loss.Layout;
        CheckSizes(layout, x.Length, targets.Length);
        Check.SameLength(x.Length, dx.Length, nameof(dx));
        Check.SameLength(2 * layout.Positions, saved.Length, nameof(saved));
        Check.SameLength(dy.Length == 1 ? 1 : layout.Positions, dy.Length, nameof(dy));
        fixed (
            T* pointerX = x,
                pointerSaved = saved,
                pointerDy = dy,
                pointerDx = dx
        )
        fixed (int* pointerTargets = targets)
        {
            var rows = new BackwardRows<T>
            {
                Loss = loss,
                X = pointerX,
                Targets = pointerTargets,
                Saved = pointerSaved,
                Dy = pointerDy,
                StepDy = dy.Length == 1 ? 0 : 1,
                Weight = weight,
                Dx = pointerDx,
            };
            Parts.Run<T, BackwardRows<T>>(
                rows,
                layout.Positions,
                layout.Classes,
                NanosecondsPerLogit
            );
        }
    }

    private static void CheckSizes(
        ClassLayout layout,
        int logits,
        int targets,
        [CallerMemberName] string kernel = ""
    )
    {
        Check.SameLength(layout.Positions * layout.Classes, logits, "x", kernel);
        Check.SameLength(layout.Positions, targets, nameof(targets), kernel);
    }

    private struct ForwardRows<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public CrossEntropyLoss Loss;
        public T* X;
        public int* Targets;
        public T* Losses,
            Saved;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var layout = Loss.Layout;
            using var gathered = SpanOwner<T>.Allocate(layout.Inner == 1 ? 0 : layout.Classes);
            fixed (T* room = gathered.Span)
            {
                for (var position = first; position < first + count; position++)
                {
                    Losses[position] =
                        Targets[position] == Loss.IgnoreIndex
                            ? T.Zero
                            : LossOf<TV>(RowAt(X, layout, position, room), position);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly T LossOf<TV>(T* row, int position)
            where TV : unmanaged, ILanes<TV, T>
        {
            var classes = Loss.Layout.Classes;
            var largest = SoftmaxKernel.Largest<T, TV>(row, classes);
            var sum = SoftmaxKernel.Exponentials<T, TV>(row, null, classes, largest);
            if (Saved != null)
            {
                Saved[2 * position] = largest;
                Saved[2 * position + 1] = sum;
            }
            return T.Log(sum) - Expected(row, Targets[position], largest);
        }

        // The score that the smoothed target expects, over the largest: (1 − s)·x[target] + s·mean x.
        private readonly T Expected(T* row, int target, T largest)
        {
            if (Loss.Smoothing == 0)
            {
                return row[target] - largest;
            }
            var mean = T.Zero;
            for (var c = 0; c < Loss.Layout.Classes; c++)
            {
                mean += row[c] - largest;
            }
            mean /= T.CreateChecked(Loss.Layout.Classes);
            var s = T.CreateTruncating(Loss.Smoothing);
            return Loss.Smoothing == 1 ? mean : (T.One - s) * (row[target] - largest) + s * mean;
        }
    }

    private struct BackwardRows<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public CrossEntropyLoss Loss;
        public T* X;
        public int* Targets;
        public T* Saved,
            Dy;
        public int StepDy;
        public T Weight;
        public T* Dx;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var layout = Loss.Layout;
            using var gathered = SpanOwner<T>.Allocate(layout.Inner == 1 ? 0 : layout.Classes);
            fixed (T* room = gathered.Span)
            {
                for (var position = first; position < first + count; position++)
                {
                    var row = RowAt(X, layout, position, room);
                    var dx = layout.Inner == 1 ? Dx + layout.RowOf(position) : room;
                    if (Targets[position] == Loss.IgnoreIndex)
                    {
                        new Span<T>(dx, layout.Classes).Clear();
                    }
                    else
                    {
                        Gradient<TV>(row, dx, position);
                    }
                    if (layout.Inner != 1)
                    {
                        Scatter(room, layout, position);
                    }
                }
            }
        }

        // d·(softmax − share), and another share of d away from the target: shares are (s/classes, 1 − s).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Gradient<TV>(T* row, T* dx, int position)
            where TV : unmanaged, ILanes<TV, T>
        {
            var classes = Loss.Layout.Classes;
            var d = Dy[position * StepDy] * Weight;
            var edge = new RowEdge<T, TV>(classes);
            var largest = TV.Broadcast(Saved[2 * position]);
            var factor = TV.Broadcast(d / Saved[2 * position + 1]);
            var share = TV.Broadcast(
                Loss.Smoothing > 0 ? d * T.CreateTruncating(Loss.Smoothing / classes) : T.Zero
            );
            for (var i = 0; i < classes; i += TV.Count)
            {
                var e = VectorMath<T, TV>.ExpOfNegative(edge.Load(row, i) - largest);
                edge.Store(dx, i, e * factor - share);
            }
            dx[Targets[position]] -= d * (T.One - T.CreateTruncating(Loss.Smoothing));
        }

        private readonly void Scatter(T* row, ClassLayout layout, int position)
        {
            var start = layout.RowOf(position);
            for (var c = 0; c < layout.Classes; c++)
            {
                Dx[start + c * layout.Inner] = row[c];
            }
        }
    }

    // The logits of a position, in a row: where they stand, or gathered into a room.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* RowAt<T>(T* x, ClassLayout layout, int position, T* room)
        where T : unmanaged
    {
        var start = x + layout.RowOf(position);
        if (layout.Inner == 1)
        {
            return start;
        }
        for (var c = 0; c < layout.Classes; c++)
        {
            room[c] = start[c * (nint)layout.Inner];
        }
        return room;
    }
}
