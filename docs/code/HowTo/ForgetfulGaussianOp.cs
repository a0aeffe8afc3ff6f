using System.Numerics;

namespace TinyAutograd.Docs.Code;

#region ForgetfulGaussianOp
/// <summary>The bell curve with a wrong rule: the inner derivative is forgotten.</summary>
internal sealed class ForgetfulGaussianOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "forgetfulGaussian";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = T.Exp(-x[i] * x[i]);
        }
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) => dy * y;
}
#endregion
