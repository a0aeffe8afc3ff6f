using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Power of pairs, <c>y = aᵇ</c>, with broadcasting and <c>0⁰ = 1</c>.</summary>
    /// <param name="x">The base a, any shape; elements &gt; 0 where the gradient of the exponent is wanted.</param>
    /// <param name="exponent">The exponent b, a shape that broadcasts with that of <paramref name="x"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy ⊙ b ⊙ aᵇ⁻¹, db = dy ⊙ y ⊙ ln a</c>. At base 0, db = 0 for b ≥ 0, its limit for b &gt; 0, and
    /// da = 0 for b = 0; for derivatives of higher order at base 0 use a constant exponent. A negative base gives db = NaN.</remarks>
    public static Variable<T> Pow<T>(this Variable<T> x, Variable<T> exponent)
        where T : unmanaged, IFloatingPointIeee754<T> => PowOp<T>.Instance.Apply(x, exponent);
}

internal sealed class PowOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly PowOp<T> Instance = new();

    public override string Name => "pow";

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Pow(a, b, y);

    protected override void Forward(ReadOnlySpan<T> a, T b, Span<T> y) =>
        TensorPrimitives.Pow(a, b, y);

    protected override void Forward(T a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Pow(a, b, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        var isZero = a.IsEqual(T.Zero);
        if (dx.Needs(0))
        {
            // 0 · 0⁻¹ would be NaN: where base and exponent are 0, the base may be anything else.
            var c = isZero.Any() ? isZero.Where(b, Variable.Of(T.One)).IsEqual(T.Zero) : null;
            var basis = c is null ? a : c.Where(Variable.Of(T.One), a);
            dx[0] = dy * (b * basis.Pow(b - T.One));
        }
        if (dx.Needs(1))
        {
            // 0 · ln 0 would be NaN: where the base is 0, ln 1 = 0 stands for the limit.
            var basis = isZero.Any() ? a.MaskedFill(isZero, T.One) : a;
            dx[1] = dy * (call.Output * basis.Log());
        }
    }
}
