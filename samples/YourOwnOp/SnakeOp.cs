using System.Numerics;
using TinyAutograd;

/// <summary>Snake, <c>y = x + sin²(x)</c>, which the library does not have: it learns what is periodic.</summary>
/// <remarks>Source: Ziyin et al. 2020, "Neural networks fail to learn periodic functions and how to fix it", with a = 1.</remarks>
internal class SnakeOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "snake";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var sine = T.Sin(x[i]);
            y[i] = x[i] + sine * sine;
        }
    }

    // dy/dx = 1 + 2·sin(x)·cos(x), because cosine is the derivative of sine.
    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (T.One + T.CreateChecked(2) * x.Sin() * x.Cos());
}

/// <summary>Snake with a mistake that is easily made: the inner derivative, cos(x), is forgotten.</summary>
internal sealed class ForgetfulSnakeOp<T> : SnakeOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "forgetfulSnake";

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (T.One + T.CreateChecked(2) * x.Sin());
}

/// <summary>The ops as methods, so that they are used like those of the library: <c>x.Snake()</c>.</summary>
internal static class SnakeOps
{
    public static Variable<T> Snake<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new SnakeOp<T>().Apply(x);

    public static Variable<T> ForgetfulSnake<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new ForgetfulSnakeOp<T>().Apply(x);
}
