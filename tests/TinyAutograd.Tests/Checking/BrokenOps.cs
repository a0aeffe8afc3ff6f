using System.Numerics;

namespace TinyAutograd.Tests.Checking;

/// <summary>y = g(x) element by element, with a backward rule (and perhaps a kernel) of the test's choice.</summary>
internal sealed class UnaryLab(
    string name,
    Func<double, double> g,
    Func<Variable<double>, Variable<double>, Variable<double>> dx,
    Func<double, double, double>? kernel = null
) : UnaryOp<double>
{
    public override string Name => name;

    protected override bool HasBackwardKernel => kernel is not null;

    public override void Forward(ReadOnlySpan<double> x, Span<double> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = g(x[i]);
        }
    }

    public override Variable<double> Backward(
        Variable<double> x,
        Variable<double> y,
        Variable<double> dy
    ) => dx(x, dy);

    protected override void BackwardKernel(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        ReadOnlySpan<double> dy,
        Span<double> dx
    )
    {
        for (var i = 0; i < x.Length; i++)
        {
            dx[i] = kernel!(x[i], dy[i]);
        }
    }
}

/// <summary>y = x + b for a matrix and a row, with a rule for db of the test's choice.</summary>
internal sealed class BiasLab(Func<Variable<double>, Variable<double>> db) : Op<double>
{
    public override string Name => "biasLab";

    public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => inputs[0].Shape;

    public override void Forward(
        ReadOnlySpan<Variable<double>> inputs,
        Span<double> y,
        Span<double> saved
    )
    {
        var x = inputs[0].AsSpan();
        var b = inputs[1].AsSpan();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = x[i] + b[i % b.Length];
        }
    }

    public override void Backward(OpCall<double> call, Variable<double> dy, GradientSink<double> dx)
    {
        dx[0] = dy;
        dx[1] = db(dy);
    }
}

/// <summary>y = c x for a constant square matrix and a column, with dx = m dy for a matrix of the test's choice (right is m = cᵀ).</summary>
internal sealed class MatrixLab(double[,] c, double[,] m) : Op<double>
{
    public override string Name => "matrixLab";

    public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => inputs[0].Shape;

    public override void Forward(
        ReadOnlySpan<Variable<double>> inputs,
        Span<double> y,
        Span<double> saved
    )
    {
        var x = inputs[0].AsSpan();
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = 0;
            for (var j = 0; j < x.Length; j++)
            {
                y[i] += c[i, j] * x[j];
            }
        }
    }

    public override void Backward(
        OpCall<double> call,
        Variable<double> dy,
        GradientSink<double> dx
    ) => dx[0] = new MatrixLab(m, c).Apply(dy);
}

/// <summary>The library's arithmetic is exact enough to be checked in either type.</summary>
internal static class Polynomials
{
    public static Variable<T> Cube<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x * x * x;
}
