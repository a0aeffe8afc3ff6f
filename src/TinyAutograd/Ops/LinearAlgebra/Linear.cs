using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>A linear layer, <c>y = x · Wᵀ + b</c>, in one entry.</summary>
    /// <param name="x">(…, I), rank ≥ 1.</param>
    /// <param name="weight">W, (O, I): a row per output; or (I, O) without <paramref name="transposeWeight"/>.</param>
    /// <param name="bias">b, (O); none unless given.</param>
    /// <param name="transposeWeight">Whether W is (O, I), as PyTorch stores it. Otherwise it is (I, O), as GPT-2 stores it, and
    /// <c>y = x · W + b</c>.</param>
    /// <returns>(…, O).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <remarks>Gradient: <c>dx = dy · W, dW = dyᵀ · x, db = Σ dy</c> over all rows. Cost: O(rows·I·O).</remarks>
    public static Variable<T> Linear<T>(
        this Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias = null,
        bool transposeWeight = true
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var op = transposeWeight ? LinearOp<T>.Transposing : LinearOp<T>.Plain;
        return bias is null ? op.Apply(x, weight) : op.Apply(x, weight, bias);
    }
}

internal sealed class LinearOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly LinearOp<T> Transposing = new(true);
    public static readonly LinearOp<T> Plain = new(false);

    private readonly bool transposeWeight;

    private LinearOp(bool transposeWeight) => this.transposeWeight = transposeWeight;

    public override string Name => "linear";

    public override string Attributes => transposeWeight ? "" : "weight: (I, O)";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var (x, weight) = (inputs[0].Shape, inputs[1].Shape);
        if (x.Rank == 0 || weight.Rank != 2)
        {
            throw new ArgumentException(
                $"Linear: x {x} needs at least one axis, and the weight {weight} exactly two."
            );
        }
        var (outputs, inner) = Sizes(weight);
        if (x[-1] != inner)
        {
            throw new ArgumentException(
                $"Linear: x {x} has {x[-1]} numbers in a row, the weight {weight} takes {inner}."
            );
        }
        if (inputs.Length > 2 && inputs[2].Shape != Shape.Of(outputs))
        {
            throw new ArgumentException(
                $"Linear: the bias {inputs[2].Shape} must be {Shape.Of(outputs)} with a weight {weight}."
            );
        }
        return x.With(-1, outputs);
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var (outputs, inner) = Sizes(inputs[1].Shape);
        Gemm.Multiply(
            new(Rows(inputs[0]), outputs, inner) { TransposeB = transposeWeight },
            inputs[0].AsSpan(),
            inputs[1].AsSpan(),
            y,
            inputs.Length > 2 ? inputs[2].AsSpan() : default
        );
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var y = inputs[0].MatMul(inputs[1], transposeB: transposeWeight);
        return inputs.Length > 2 ? y + inputs[2] : y;
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var (x, weight) = (call.Input(0), call.Input(1));
        var (outputs, inner) = Sizes(weight.Shape);
        var rows = Rows(x);
        GemmShape ofX = new(rows, inner, outputs) { TransposeB = !transposeWeight };
        GemmShape ofWeight = transposeWeight
            ? new(outputs, inner, rows) { TransposeA = true }
            : new(inner, outputs, rows) { TransposeA = true };
        var a = transposeWeight ? dy : x.AsSpan();
        var b = transposeWeight ? x.AsSpan() : dy;
        if (dx.Needs(0) && dx.Needs(1))
        {
            Gemm.MultiplyBoth(ofX, dy, weight.AsSpan(), dx.Room(0), ofWeight, a, b, dx.Room(1));
        }
        else if (dx.Needs(0))
        {
            Gemm.Multiply(ofX, dy, weight.AsSpan(), dx.Room(0));
        }
        else if (dx.Needs(1))
        {
            Gemm.Multiply(ofWeight, a, b, dx.Room(1));
        }
        if (call.InputCount > 2 && dx.Needs(2))
        {
            Reduction.ReduceMiddle<T, SumReducer<T>>(dy, 1, rows, outputs, dx.Room(2));
        }
        return true;
    }

    /// <summary>The product rule, <c>dx · Wᵀ + x · dWᵀ + db</c>.</summary>
    /// <inheritdoc cref="Op{T}.Tangent" path="/param|/returns"/>
    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx) =>
        ProductRule.Tangent(this, call, dx) ?? dx[2]!;

    private (int Outputs, int Inner) Sizes(Shape weight) =>
        transposeWeight ? (weight[0], weight[1]) : (weight[1], weight[0]);

    private static int Rows(Variable<T> x) => x.Shape.LengthOf(..^1);
}
