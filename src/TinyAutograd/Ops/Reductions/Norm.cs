using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Norm of order p over axes, <c>y = (Σ |x|ᵖ)^(1/p)</c>; for p = ∞ it is <c>max |x|</c>. The norm of nothing is 0.</summary>
    /// <param name="x">Any shape. Large and tiny elements do not make the powers overflow or vanish.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <param name="order">p from 1 to <see cref="double.PositiveInfinity"/>; 2 unless told.</param>
    /// <returns>The shape without the reduced axes; values ≥ 0.</returns>
    /// <exception cref="ArgumentException">No such axis, an axis named twice, or p is below 1.</exception>
    /// <remarks>Always the norm of a vector, as in PyTorch's vector_norm; NumPy takes two axes and p = 1 or ∞ for the norm of a matrix.
    /// Gradient: <c>dx = dy ⊙ sign(x) ⊙ (|x|/y)^(p − 1)</c>. Where it has kinks: at a norm of 0 the gradient is 0, at any order; for p = 1
    /// it is 0 at an element 0; for p = ∞ the largest share it evenly. For p &lt; 2 the second derivative at an element 0 is infinite, and
    /// given as 0.</remarks>
    public static Variable<T> Norm<T>(
        this Variable<T> x,
        Axes axes = default,
        bool keepDims = false,
        double order = 2
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        order >= 1
            ? new NormOp<T>(axes, keepDims, order).Apply(x)
            : throw new ArgumentOutOfRangeException(
                nameof(order),
                order,
                FormattableString.Invariant(
                    $"Norm: order is {order}, must be at least 1: below it there is no norm."
                )
            );
}

internal sealed class NormOp<T>(Axes axes, bool keepDims, double order)
    : ReductionOp<T>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "norm";

    public override string Attributes =>
        FormattableString.Invariant($"{base.Attributes}, order: {order}");

    protected override string Method => "Norm";

    protected override void Forward(ReadOnlySpan<T> x, Group group, Span<T> y) =>
        PowerNorm.Of(x, group.Shape, group.Mask, group.Kept, order, y);

    protected override Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    )
    {
        (y, dy) = (y.Reshape(group.Kept), dy.Reshape(group.Kept));
        if (order == 1)
        {
            return dy * Signs(x);
        }
        var largest = y;
        var isZero = y.IsEqual(T.Zero);
        if (isZero.Any())
        {
            (y, dy) = (y.MaskedFill(isZero, T.One), dy.MaskedFill(isZero, T.Zero));
        }
        return dy * (double.IsPositiveInfinity(order) ? Shares(x, largest, group) : Slope(x / y));
    }

    // sign(u)·|u|ᵖ⁻¹
    private Variable<T> Slope(Variable<T> u)
    {
        if (order == 2)
        {
            return u;
        }
        // At 0 the power of a magnitude has no second derivative, or is 0: it is taken out before and after.
        var isZero = u.IsEqual(T.Zero);
        var magnitude = u.Abs().MaskedFill(isZero, T.One);
        return (u * magnitude.Pow(T.CreateTruncating(order - 2))).MaskedFill(isZero, T.Zero);
    }

    // Which elements are largest, and which are negative, changes only at kinks: constants of the derivative.
    private static Variable<T> Shares(Variable<T> x, Variable<T> largest, Group group)
    {
        var shares = Constants.Uninitialised<T>(x.Shape, out var values);
        using var magnitudes = SpanOwner<T>.Allocate(x.Length);
        TensorPrimitives.Abs(x.AsSpan(), magnitudes.Span);
        Spread.Shares(
            magnitudes.Span,
            group.Shape,
            group.Mask,
            group.Kept,
            largest.AsSpan(),
            scale: default,
            values
        );
        TensorPrimitives.CopySign(values, x.AsSpan(), values);
        return shares;
    }

    private static Variable<T> Signs(Variable<T> x)
    {
        var signs = Constants.Uninitialised<T>(x.Shape, out var values);
        ElementwiseKernels.Map(new SignRule<T>(), x.AsSpan(), x.AsSpan(), x.AsSpan(), values);
        return signs;
    }
}
