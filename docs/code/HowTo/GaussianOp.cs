using System.Numerics;

namespace TinyAutograd.Docs.Code;

#region GaussianOp
/// <summary>The bell curve, <c>y = exp(−x²)</c>.</summary>
internal sealed class GaussianOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly GaussianOp<T> Instance = new();

    public override string Name => "gaussian";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = T.Exp(-x[i] * x[i]);
        }
    }

    // dy/dx = −2·x·exp(−x²) = −2·x·y
    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (T.CreateChecked(-2) * x * y);
}
#endregion
