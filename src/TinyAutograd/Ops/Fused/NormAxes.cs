using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>The axes of normalisations, and the checks that their ops share.</summary>
internal static class NormAxes
{
    /// <summary>Checks that there are as many axes, and that weight and bias have their shape.</summary>
    public static Shape Check<T>(
        string op,
        ReadOnlySpan<Variable<T>> inputs,
        int axisCount,
        int biasPlace
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = inputs[0].Shape;
        if (axisCount < 1 || axisCount > shape.Rank)
        {
            throw new ArgumentOutOfRangeException(
                null,
                axisCount,
                $"{op}: the last {axisCount} axes of {shape} do not exist; axisCount must be 1 to the rank."
            );
        }
        var normalized = Shape.Of(shape.AsSpan()[^axisCount..]);
        ThrowIfDiffers(op, inputs, biasPlace, normalized, "last sizes");
        return shape;
    }

    /// <summary>Checks the inputs behind the first: a weight, unless the bias has its place, and a bias.</summary>
    public static void ThrowIfDiffers<T>(
        string op,
        ReadOnlySpan<Variable<T>> inputs,
        int biasPlace,
        Shape expected,
        string meaning
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].Shape != expected)
            {
                throw new ArgumentException(
                    $"{op}: the {(i == biasPlace ? "bias" : "weight")} {inputs[i].Shape} must be {expected}, the {meaning} of x {inputs[0].Shape}."
                );
            }
        }
    }

    /// <summary>The last <paramref name="axisCount"/> axes.</summary>
    public static Axes Last(int axisCount)
    {
        Span<int> axes = stackalloc int[axisCount];
        for (var i = 0; i < axisCount; i++)
        {
            axes[i] = -1 - i;
        }
        return Axes.Of(axes);
    }

    /// <summary>Number of elements of a row: the last <paramref name="axisCount"/> axes together.</summary>
    public static int RowLength(Shape shape, int axisCount) => shape.LengthOf(^axisCount..);

    /// <summary>Number of rows.</summary>
    public static int Rows(Shape shape, int axisCount) => shape.LengthOf(..^axisCount);

    /// <summary>A number for each channel, (C), in a shape that broadcasts with (N, C, …).</summary>
    public static Variable<T> ByChannel<T>(Variable<T> numbers, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = new int[shape.Rank - 1];
        Array.Fill(sizes, 1);
        sizes[0] = numbers.Length;
        return numbers.Reshape(Shape.Of(sizes));
    }

    public static void ThrowIfNegative(
        string op,
        double eps,
        [CallerArgumentExpression(nameof(eps))] string? name = null
    )
    {
        if (!(eps >= 0 && double.IsFinite(eps)))
        {
            throw new ArgumentOutOfRangeException(
                name,
                eps,
                FormattableString.Invariant($"{op}: {name} is {eps}, must be finite and ≥ 0.")
            );
        }
    }
}
