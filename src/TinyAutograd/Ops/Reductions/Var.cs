using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Variance over axes, <c>y = Σ (x − mean)² / (n − correction)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <param name="correction">What is subtracted from the number of elements, ≥ 0: 1 for a sample (the default), 0 for a population.</param>
    /// <returns>The shape without the reduced axes; NaN where <c>n ≤ correction</c>.</returns>
    /// <exception cref="ArgumentException">No such axis, an axis named twice, or a negative correction.</exception>
    /// <remarks>Gradient: <c>dx = 2·dy ⊙ (x − mean) / (n − correction)</c>. Two passes: a large common offset costs no digits.</remarks>
    public static Variable<T> Var<T>(
        this Variable<T> x,
        Axes axes = default,
        bool keepDims = false,
        int correction = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Correction.ThrowIfNegative("Var", correction);
        return new VarOp<T>(axes, keepDims, correction).Apply(x);
    }
}

internal sealed class VarOp<T>(Axes axes, bool keepDims, int correction)
    : ReductionOp<T>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "var";

    public override string Attributes => $"{base.Attributes}, correction: {correction}";

    protected override string Method => "Var";

    protected override void Forward(ReadOnlySpan<T> x, Group group, Span<T> y) =>
        Spread.Variance(
            x,
            group.Shape,
            group.Mask,
            group.Kept,
            group.Count,
            DivisorOf(group, correction),
            y
        );

    protected override Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    )
    {
        var slope = T.CreateTruncating(2) / DivisorOf(group, correction);
        return dy.Reshape(group.Kept) * slope * (x - MeanOf(x, group));
    }

    /// <summary>Degrees of freedom. Without any the deviation is undefined: NaN, whatever the sum of squares is.</summary>
    public static T DivisorOf(Group group, int correction) =>
        group.Count > correction ? T.CreateTruncating(group.Count - correction) : T.NaN;

    public static Variable<T> MeanOf(Variable<T> x, Group group) =>
        x.SumTo(group.Kept) / T.CreateTruncating(group.Count);
}
