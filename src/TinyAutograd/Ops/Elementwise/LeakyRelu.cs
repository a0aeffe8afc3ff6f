using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Rectifier that lets a part of negative numbers through, <c>y = x</c> where x &gt; 0, else <c>y = s x</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="negativeSlope">The slope s for negative numbers; 0.01 unless told.</param>
    /// <returns>The shape of <paramref name="x"/>. NaN stays NaN.</returns>
    /// <remarks>Gradient: <c>dx = dy</c> where x &gt; 0, else <c>dx = s dy</c>; so it is at the kink 0 too.</remarks>
    public static Variable<T> LeakyRelu<T>(this Variable<T> x, T? negativeSlope = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new LeakyReluOp<T>(negativeSlope ?? T.CreateTruncating(0.01)).Apply(x);
}

internal sealed class LeakyReluOp<T>(T negativeSlope) : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "leakyRelu";

    public override string Attributes =>
        string.Create(CultureInfo.InvariantCulture, $"negativeSlope: {negativeSlope}");

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => BackwardKernel(x, y, x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        (x > T.Zero).Where(dy, dy * negativeSlope);

    // The function is its own slope times x: forward is this with dy = x.
    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
    {
        TensorPrimitives.Multiply(dy, negativeSlope, dx);
        ElementwiseKernels.Map(new SelectAbove<T>(T.Zero, T.One), x, dy, dx, dx);
    }
}
