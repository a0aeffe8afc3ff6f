using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Matrix product over the last two axes, <c>y = a · b</c>; leading axes are broadcast.</summary>
    /// <param name="a">(…, M, K), or a vector (K), which counts as one row. Rank ≥ 1.</param>
    /// <param name="b">(…, K, N), or a vector (K), which counts as one column. Rank ≥ 1.</param>
    /// <param name="transposeA">Whether a is given as (…, K, M); not for a vector.</param>
    /// <param name="transposeB">Whether b is given as (…, N, K); not for a vector.</param>
    /// <returns>(…, M, N), without the axis that a vector lacks. A sum of nothing (K = 0) is 0.</returns>
    /// <exception cref="ArgumentException">The inner sizes differ, the leading axes do not broadcast, an operand has rank 0, or a vector is
    /// to be transposed.</exception>
    /// <remarks>Gradient: <c>da = dy · bᵀ, db = aᵀ · dy</c>. Cost: O(M·N·K) per product.</remarks>
    public static Variable<T> MatMul<T>(
        this Variable<T> a,
        Variable<T> b,
        bool transposeA = false,
        bool transposeB = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MatMulOp<T>.Of(transposeA, transposeB).Apply(a, b);
}

internal sealed class MatMulOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly MatMulOp<T>[] Instances =
    [
        new(false, false),
        new(true, false),
        new(false, true),
        new(true, true),
    ];

    private readonly bool transposeA;
    private readonly bool transposeB;

    private MatMulOp(bool transposeA, bool transposeB)
    {
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        Attributes = (transposeA, transposeB) switch
        {
            (false, false) => "",
            (true, false) => "transposeA",
            (false, true) => "transposeB",
            _ => "transposeA, transposeB",
        };
    }

    public static MatMulOp<T> Of(bool transposeA, bool transposeB) =>
        Instances[(transposeA ? 1 : 0) + (transposeB ? 2 : 0)];

    public override string Name => "matMul";

    public override Linearity Linearity => Linearity.Each;

    public override string Attributes { get; }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        MatMulShape.Of(inputs[0].Shape, inputs[1].Shape, transposeA, transposeB).Result;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        MatMulShape
            .Of(inputs[0].Shape, inputs[1].Shape, transposeA, transposeB)
            .Multiply(inputs[0].AsSpan(), inputs[1].AsSpan(), y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (inputA, inputB) = (call.Input(0), call.Input(1));
        var shape = MatMulShape.Of(inputA.Shape, inputB.Shape, transposeA, transposeB);
        var (a, b, d) = (As(inputA, shape.A), As(inputB, shape.B), As(dy, shape.Product));
        if (shape.IsTall)
        {
            // One product with many rows, so that db is one product too and not a sum of many.
            a = As(a, [shape.TallRows, shape.K]);
            b = As(b, [b.Shape[-2], b.Shape[-1]]);
            d = As(d, [shape.TallRows, shape.N]);
        }
        if (dx.Needs(0))
        {
            var da = transposeA ? b.MatMul(d, transposeB, true) : d.MatMul(b, false, !transposeB);
            dx[0] = shape.IsTall ? As(da, inputA.Shape) : da;
        }
        if (dx.Needs(1))
        {
            var db = transposeB ? d.MatMul(a, true, transposeA) : a.MatMul(d, !transposeA, false);
            dx[1] =
                shape.IsTall ? As(db, inputB.Shape)
                : inputB.Rank == 1 ? As(db, db.Shape.Without(-1)) // the column that b counted as
                : db;
        }
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var shape = MatMulShape.Of(
            call.Input(0).Shape,
            call.Input(1).Shape,
            transposeA,
            transposeB
        );
        if (!shape.IsTall && !shape.IsPaired)
        {
            return false;
        }
        var (m, n, k) = (shape.IsTall ? shape.TallRows : shape.M, shape.N, shape.K);
        var batches = shape.IsTall ? 1 : shape.Batches;
        var a = call.Input(0).AsSpan();
        var b = call.Input(1).AsSpan();
        if (dx.Needs(0))
        {
            if (transposeA)
            {
                Multiply(k, m, n, transposeB, true, b, dy, dx.Room(0), batches);
            }
            else
            {
                Multiply(m, k, n, false, !transposeB, dy, b, dx.Room(0), batches);
            }
        }
        if (dx.Needs(1))
        {
            if (transposeB)
            {
                Multiply(n, k, m, true, transposeA, dy, a, dx.Room(1), batches);
            }
            else
            {
                Multiply(k, n, m, !transposeA, false, a, dy, dx.Room(1), batches);
            }
        }
        return true;
    }

    private static void Multiply(
        int m,
        int n,
        int k,
        bool transposeA,
        bool transposeB,
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> y,
        int batches
    )
    {
        if (y.IsEmpty)
        {
            return;
        }
        var shape = new GemmShape(m, n, k)
        {
            TransposeA = transposeA,
            TransposeB = transposeB,
            Batches = batches,
            BatchA = (long)m * k,
            BatchB = (long)k * n,
        };
        Gemm.Multiply(shape, a, b, y);
    }

    private static Variable<T> As(Variable<T> x, Shape shape) =>
        x.Shape == shape ? x : x.Reshape(shape);
}
