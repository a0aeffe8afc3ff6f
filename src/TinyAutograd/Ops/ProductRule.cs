using System.Numerics;

namespace TinyAutograd;

/// <summary>Directions carried forward by ops that are a product of two inputs, plus a bias where there is a third: linear layers, convolutions.</summary>
internal static class ProductRule
{
    /// <summary><c>f(dx₀, x₁) + f(x₀, dx₁) + bias</c>, a product for each of the two that moves; null where only the bias does.</summary>
    public static Variable<T>? Tangent<T>(Op<T> op, OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bias = dx.Length > 2 ? dx[2] : null;
        if (dx[0] is { } first)
        {
            var y = Product(first, call.Input(1), bias);
            return dx[1] is { } other ? y.Add(op.Apply(call.Input(0), other)) : y;
        }
        return dx[1] is { } second ? Product(call.Input(0), second, bias) : null;

        Variable<T> Product(Variable<T> a, Variable<T> b, Variable<T>? c) =>
            c is null ? op.Apply(a, b) : op.Apply(a, b, c);
    }
}
