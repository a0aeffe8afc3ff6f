using System.Numerics;
using TinyAutograd;

/// <summary>Mish, <c>y = x·tanh(ln(1 + eˣ))</c>, which the library does not have.</summary>
/// <remarks>Source: Misra 2019, "Mish: a self regularized non-monotonic activation function".</remarks>
internal class MishOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "mish";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = x[i] * T.Tanh(T.LogP1(T.Exp(x[i])));
        }
    }

    // With t = tanh(softplus(x)): dy/dx = t + x·(1 − t²)·sigmoid(x), because sigmoid is the derivative of softplus.
    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        var t = x.Softplus().Tanh();
        return dy * (t + x * (T.One - t * t) * x.Sigmoid());
    }
}

/// <summary>Mish with a mistake that is easily made: the inner derivative, sigmoid(x), is forgotten.</summary>
internal sealed class ForgetfulMishOp<T> : MishOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "forgetfulMish";

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        var t = x.Softplus().Tanh();
        return dy * (t + x * (T.One - t * t));
    }
}

/// <summary>The ops as methods, so that they are used like those of the library: <c>x.Mish()</c>.</summary>
internal static class MishOps
{
    public static Variable<T> Mish<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new MishOp<T>().Apply(x);

    public static Variable<T> ForgetfulMish<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new ForgetfulMishOp<T>().Apply(x);
}
