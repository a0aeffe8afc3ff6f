using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The angle of points (x, y) from the positive x axis, <c>z = arctan(y/x)</c> in the right quadrant, with broadcasting.</summary>
    /// <param name="y">Ordinates, any shape.</param>
    /// <param name="x">Abscissas, a shape that broadcasts with that of <paramref name="y"/>.</param>
    /// <returns>The common shape; radians in [−π, π].</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>dy = dz ⊙ x / (x² + y²), dx = −dz ⊙ y / (x² + y²)</c>, without overflow of the squares. At the origin, where
    /// there is no angle, it is 0 at any order (in PyTorch NaN).</remarks>
    public static Variable<T> Atan2<T>(this Variable<T> y, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Atan2Op<T>.Instance.Apply(y, x);
}

internal sealed class Atan2Op<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly Atan2Op<T> Instance = new();

    public override string Name => "atan2";

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        SpecialFunctions.Atan2(a, b, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        // (b/m) / ((a/m)² + (b/m)²) / m does not depend on m, so that m is a constant of the derivative, too.
        var m = a.Abs().Maximum(b.Abs()).Clamp(max: T.BitDecrement(T.PositiveInfinity)).Detach();
        var isOrigin = m.IsEqual(T.Zero);
        if (isOrigin.Any())
        {
            (m, dy) = (m.MaskedFill(isOrigin, T.One), dy.MaskedFill(isOrigin, T.Zero));
        }
        var (u, v) = (a / m, b / m);
        var square = u.Square() + v.Square();
        var slope = dy / (m * (isOrigin.Any() ? square.MaskedFill(isOrigin, T.One) : square));
        if (dx.Needs(0))
        {
            dx[0] = slope * v;
        }
        if (dx.Needs(1))
        {
            dx[1] = -slope * u;
        }
    }
}
