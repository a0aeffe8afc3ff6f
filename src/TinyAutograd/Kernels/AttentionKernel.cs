using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Scaled dot-product attention, forward and backward, over all batches and heads at once.</summary>
/// <remarks>Batches and heads are split over threads, never the sums: the same bits on any number of threads. What a causal mask hides
/// is not computed, up to the edge of a tile.</remarks>
internal static unsafe partial class AttentionKernel
{
    /// <summary><c>y = softmax(scale · q·kᵀ) · v</c>.</summary>
    /// <param name="shape">Sizes and strides.</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="y">The results.</param>
    /// <param name="probabilities">(batches, heads, queries, keys), for the backward pass; may be empty.</param>
    public static void Forward<T>(
        in AttentionShape shape,
        T scale,
        ReadOnlySpan<T> q,
        ReadOnlySpan<T> k,
        ReadOnlySpan<T> v,
        Span<T> y,
        Span<T> probabilities
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, q.Length, k.Length, v.Length, y.Length);
        if (!probabilities.IsEmpty)
        {
            Check.SameLength(
                checked(shape.Units * shape.MatrixLength),
                probabilities.Length,
                nameof(probabilities)
            );
        }
        fixed (
            T* pointerQ = q,
                pointerK = k,
                pointerV = v,
                pointerY = y,
                pointerP = probabilities
        )
        {
            var units = new ForwardUnits<T>
            {
                Shape = shape,
                Scale = scale,
                Q = pointerQ,
                K = pointerK,
                V = pointerV,
                Y = pointerY,
                P = pointerP,
            };
            Parts.RunPieces<T, ForwardUnits<T>>(
                units,
                shape.Units,
                shape.UnitsOfPiece,
                0.1 * shape.WorkOfUnit * shape.Units
            );
        }
    }

    /// <summary>The gradients of q, k and v; those whose span is empty are left out.</summary>
    /// <param name="shape">Sizes and strides.</param>
    /// <param name="scale">Factor of the scores.</param>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="probabilities">What the forward pass left.</param>
    /// <param name="dy">The upstream gradient, where the results stand.</param>
    /// <param name="dq">The gradient of the queries, where they stand.</param>
    /// <param name="dk">The gradient of the keys, where they stand.</param>
    /// <param name="dv">The gradient of the values, where they stand.</param>
    public static void Backward<T>(
        in AttentionShape shape,
        T scale,
        ReadOnlySpan<T> q,
        ReadOnlySpan<T> k,
        ReadOnlySpan<T> v,
        ReadOnlySpan<T> probabilities,
        ReadOnlySpan<T> dy,
        Span<T> dq,
        Span<T> dk,
        Span<T> dv
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, q.Length, k.Length, v.Length, dy.Length);
        CheckLengths(
            shape,
            dq.IsEmpty ? q.Length : dq.Length,
            dk.IsEmpty ? k.Length : dk.Length,
            dv.IsEmpty ? v.Length : dv.Length,
            dy.Length
        );
        Check.SameLength(
            checked(shape.Units * shape.MatrixLength),
            probabilities.Length,
            nameof(probabilities)
        );
        fixed (
            T* pointerQ = q,
                pointerK = k,
                pointerV = v,
                pointerP = probabilities,
                pointerDy = dy,
                pointerDq = dq,
                pointerDk = dk,
                pointerDv = dv
        )
        {
            var units = new BackwardUnits<T>
            {
                Shape = shape,
                Scale = scale,
                Q = pointerQ,
                K = pointerK,
                V = pointerV,
                P = pointerP,
                Dy = pointerDy,
                Dq = pointerDq,
                Dk = pointerDk,
                Dv = pointerDv,
            };
            Parts.RunPieces<T, BackwardUnits<T>>(
                units,
                shape.Units,
                shape.UnitsOfPiece,
                0.25 * shape.WorkOfUnit * shape.Units
            );
        }
    }

    private static void CheckLengths(
        in AttentionShape s,
        int q,
        int k,
        int v,
        int y,
        [CallerMemberName] string kernel = ""
    )
    {
        Check.AtLeast(s.ExtentOf(s.Query, s.Queries, s.Size), q, "q", kernel);
        Check.AtLeast(s.ExtentOf(s.Key, s.Keys, s.Size), k, "k", kernel);
        Check.AtLeast(s.ExtentOf(s.Value, s.Keys, s.ValueSize), v, "v", kernel);
        Check.AtLeast(s.ExtentOf(s.Result, s.Queries, s.ValueSize), y, "y", kernel);
    }

    private partial struct ForwardUnits<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public AttentionShape Shape;
        public T Scale;
        public T* Q,
            K,
            V,
            Y,
            P;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            if (s.Queries == 1)
            {
                OneQuery<TV>(first, count);
                return;
            }
            var width = RoundUp(s.Keys, TV.Count);
            var isKept = P != null;
            using var scratch = SpanOwner<T>.Allocate(
                s.Size * width + (isKept ? 0 : count * s.MatrixLength)
            );
            fixed (T* packed = scratch.Span)
            {
                var p = isKept ? P + first * (nint)s.MatrixLength : packed + s.Size * width;
                for (var unit = 0; unit < count; unit++)
                {
                    var k = K + s.Key.StartOf(first + unit, s.Heads);
                    Transpose<T, TV>(k, s.Key.Row, s.Keys, s.Size, Scale, packed, width);
                    var scores = new TiledProduct<T, TV>
                    {
                        A = Q + s.Query.StartOf(first + unit, s.Heads),
                        RowA = s.Query.Row,
                        StepA = 1,
                        B = packed,
                        RowB = width,
                        IsPaddedB = true,
                        C = p + unit * (nint)s.MatrixLength,
                        RowC = s.Keys,
                        M = s.Queries,
                        N = s.Keys,
                        K = s.Size,
                    };
                    scores.Multiply(s.IsCausal ? TriangularPart.Result : TriangularPart.None);
                }
                var all = new Span<T>(p, count * s.MatrixLength);
                SoftmaxKernel.Softmax(all, all, count * s.Queries, s.Keys, s.IsCausal);
                for (var unit = 0; unit < count; unit++)
                {
                    var mix = new TiledProduct<T, TV>
                    {
                        A = p + unit * (nint)s.MatrixLength,
                        RowA = s.Keys,
                        StepA = 1,
                        B = V + s.Value.StartOf(first + unit, s.Heads),
                        RowB = s.Value.Row,
                        C = Y + s.Result.StartOf(first + unit, s.Heads),
                        RowC = s.Result.Row,
                        M = s.Queries,
                        N = s.ValueSize,
                        K = s.Keys,
                    };
                    mix.Multiply(s.IsCausal ? TriangularPart.Lower : TriangularPart.None);
                }
            }
        }
    }

    // packed[d·width + j] = source[j·row + d] · scale, with zeros behind the last j.
    [MethodImpl(JitHints.Kernel)]
    private static void Transpose<T, TV>(
        T* source,
        int row,
        int rows,
        int columns,
        T scale,
        T* packed,
        int width
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        if (rows < width)
        {
            new Span<T>(packed, columns * width).Clear();
        }
        var j = 0;
        for (; j + 4 <= rows; j += 4)
        {
            var d = 0;
            for (; d + 4 <= columns; d += 4)
            {
                GemmPacking<T, TV>.Transpose4(
                    source + j * (nint)row + d,
                    row,
                    packed + d * (nint)width + j,
                    width
                );
            }
            for (; d < columns; d++)
            {
                for (var k = j; k < j + 4; k++)
                {
                    packed[d * (nint)width + k] = source[k * (nint)row + d];
                }
            }
        }
        for (; j < rows; j++)
        {
            for (var d = 0; d < columns; d++)
            {
                packed[d * (nint)width + j] = source[j * (nint)row + d];
            }
        }
        // The width is a multiple of a vector.
        var factor = TV.Broadcast(scale);
        for (var i = 0; i < columns * width; i += TV.Count)
        {
            TV.Store(packed + i, TV.Load(packed + i) * factor);
        }
    }

    private static int RoundUp(int a, int b) => (a + b - 1) / b * b;
}
