using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Error function of every element, <c>y = 2/√π ∫₀ˣ e^(−t²) dt</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [−1, 1].</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ 2/√π e^(−x²)</c>.</remarks>
    public static Variable<T> Erf<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ErfOp<T>.Instance.Apply(x);
}

internal sealed class ErfOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly ErfOp<T> Instance = new();

    public override string Name => "erf";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Erf(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        var twoByRootPi = T.CreateTruncating(2 / Math.Sqrt(Math.PI));
        return dy * (twoByRootPi * (-x.Square()).Exp());
    }
}
