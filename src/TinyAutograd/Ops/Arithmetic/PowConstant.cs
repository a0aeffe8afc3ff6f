using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Power with a constant exponent, <c>y = xᶜ</c>, with <c>0⁰ = 1</c>.</summary>
    /// <param name="x">Any shape. Negative elements need an integer exponent, otherwise the result is NaN.</param>
    /// <param name="exponent">The exponent c.</param>
    /// <returns>The shape of <paramref name="x"/>. Exponent ½ is the square root, also for −0 and −∞.</returns>
    /// <remarks>Gradient: <c>dx = c dy ⊙ xᶜ⁻¹</c>, and 0 for c = 0. At base 0 every derivative of an integer power is exact:
    /// x² has the derivatives 0 and 2 there, x¹ has 1 and 0.</remarks>
    public static Variable<T> Pow<T>(this Variable<T> x, T exponent)
        where T : unmanaged, IFloatingPointIeee754<T> => new PowConstantOp<T>(exponent).Apply(x);
}

internal sealed class PowConstantOp<T>(T exponent) : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Two = T.CreateTruncating(2);
    private static readonly T Half = T.CreateTruncating(0.5);

    public override string Name => "pow";

    public override string Attributes =>
        string.Create(CultureInfo.InvariantCulture, $"exponent: {exponent}");

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => Power(x, exponent, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        exponent == T.Zero
            ? Variable.Of(T.Zero) // not 0 · x⁻¹, which is NaN at 0
            : dy * (exponent * x.Pow(exponent - T.One));

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
    {
        if (exponent == T.Zero)
        {
            dx.Clear();
            return;
        }
        Power(x, exponent - T.One, dx);
        TensorPrimitives.Multiply(dx, exponent, dx);
        TensorPrimitives.Multiply(dx, dy, dx);
    }

    // The frequent exponents are one cheap pass, and correctly rounded up to x².
    private static void Power(ReadOnlySpan<T> x, T exponent, Span<T> y)
    {
        if (exponent == T.Zero)
        {
            y.Fill(T.One);
        }
        else if (exponent == T.One)
        {
            x.CopyTo(y);
        }
        else if (exponent == Two)
        {
            TensorPrimitives.Multiply(x, x, y);
        }
        else if (exponent == Half)
        {
            TensorPrimitives.Sqrt(x, y);
        }
        else if (exponent == -T.One)
        {
            TensorPrimitives.Reciprocal(x, y);
        }
        else
        {
            TensorPrimitives.Pow(x, exponent, y);
        }
    }
}
