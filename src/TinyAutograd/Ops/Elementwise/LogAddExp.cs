using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Logarithm of the sum of two exponentials, <c>y = ln(eᵃ + eᵇ)</c>, without overflow, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>The common shape. −∞ with −∞ gives −∞, +∞ with anything but NaN gives +∞.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy ⊙ σ(a − b), db = dy ⊙ σ(b − a)</c>. It is 0 where both are −∞, as in <see cref="LogSumExp{T}"/>, and
    /// NaN where both are +∞.</remarks>
    public static Variable<T> LogAddExp<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => LogAddExpOp<T>.Instance.Apply(a, b);
}

internal sealed class LogAddExpOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly LogAddExpOp<T> Instance = new();

    public override string Name => "logAddExp";

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        SpecialFunctions.LogAddExp(a, b, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var difference = call.Input(0) - call.Input(1);
        // −∞ − −∞ would be NaN; neither operand moves a sum of nothing.
        var isNothing = call.Output.IsEqual(T.NegativeInfinity);
        if (isNothing.Any())
        {
            difference = difference.MaskedFill(isNothing, T.Zero);
            dy = dy.MaskedFill(isNothing, T.Zero);
        }
        if (dx.Needs(0))
        {
            dx[0] = dy * difference.Sigmoid();
        }
        if (dx.Needs(1))
        {
            dx[1] = dy * (-difference).Sigmoid();
        }
    }
}
