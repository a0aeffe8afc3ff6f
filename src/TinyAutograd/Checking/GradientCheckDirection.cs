using System.Numerics;

namespace TinyAutograd;

/// <summary>A way to move an input: one of its elements, or all of them by plus or minus the same.</summary>
internal sealed class GradientCheckDirection<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] signs = [];

    public GradientCheckDirection(Shape shape, int element)
    {
        Element = element;
        var position = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (element, position[axis]) = Math.DivRem(element, shape[axis]);
        }
        Text = $"[{string.Join(", ", position)}]";
    }

    public GradientCheckDirection(Shape shape, RandomGenerator random, string text)
    {
        signs = new double[shape.ElementCount];
        foreach (ref var sign in signs.AsSpan())
        {
            sign = random.NextInt32(2) == 0 ? 1 : -1;
        }
        Text = text;
    }

    public int? Element { get; }

    public string Text { get; }

    public double Along(double[] gradient) =>
        Element is { } element ? gradient[element] : gradient.Zip(signs, (g, s) => g * s).Sum();

    public T[] Move(T[] values, double t)
    {
        if (Element is { } element)
        {
            var moved = values.ToArray();
            moved[element] += T.CreateChecked(t);
            return moved;
        }
        return [.. values.Zip(signs, (x, s) => x + T.CreateChecked(s * t))];
    }
}

/// <summary>The function along a direction.</summary>
internal sealed class GradientCheckProbe<T>(
    GradientCheckDerivatives<T> derivatives,
    int input,
    T[] values,
    GradientCheckDirection<T> direction,
    Func<double[]> f
)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A step for an element of size 1, scaled to an element that is larger.</summary>
    public double Scale(double step)
    {
        var size = direction.Element is { } element
            ? Math.Abs(double.CreateTruncating(values[element]))
            : 1;
        return size > 1 && double.IsFinite(size) ? Math.ScaleB(step, Math.ILogB(size)) : step;
    }

    /// <summary>What moving the elements by relative amounts of 1 does to the sum at most.</summary>
    public double Size(double[] gradient) =>
        gradient.Zip(values, (g, x) => Math.Abs(g * double.CreateTruncating(x))).Sum();

    /// <summary>The function near a distance along the direction, and the exact distance.</summary>
    public (double[] Values, double T) At(double t)
    {
        var moved = direction.Move(values, t);
        derivatives.Set(input, moved);
        return (
            f(),
            direction.Element is { } element
                ? double.CreateTruncating(moved[element]) - double.CreateTruncating(values[element])
                : t
        );
    }
}
