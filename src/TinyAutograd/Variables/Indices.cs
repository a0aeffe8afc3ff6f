using System.Globalization;

namespace TinyAutograd;

/// <summary>Immutable integers with a shape: class targets, token numbers, positions. Never differentiated.</summary>
public sealed class Indices
{
    private readonly int[] values;

    private Indices(int[] values, Shape shape)
    {
        this.values = values;
        Shape = shape;
    }

    /// <summary>The sizes along the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int Length => values.Length;

    /// <summary>A vector of these values (copied).</summary>
    public static Indices Of(params ReadOnlySpan<int> values) =>
        new(values.ToArray(), [values.Length]);

    /// <summary>A matrix with these rows (copied).</summary>
    /// <exception cref="ArgumentException">A row is null, or the rows have different lengths.</exception>
    public static Indices Of(int[][] rows)
    {
        var (values, shape) = NestedLiterals.Flatten("Indices.Of", rows);
        return new Indices(values, shape);
    }

    /// <summary>These values, row-major (copied), in this shape.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Indices Of(ReadOnlySpan<int> values, Shape shape)
    {
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException(
                $"Indices.Of: {values.Length} values do not fill shape {shape}.",
                nameof(values)
            );
        }
        return new Indices(values.ToArray(), shape);
    }

    /// <summary>A single value of rank 0.</summary>
    public static Indices Scalar(int value) => new([value], Shape.Scalar);

    /// <summary>The integers from 0 up to, not including, <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is negative, or more than a shape holds.</exception>
    public static Indices Arange(int count)
    {
        var shape = Shape.Of(count);
        return new Indices([.. Enumerable.Range(0, count)], shape);
    }

    /// <summary>Takes ownership of an array that nobody else writes to.</summary>
    internal static Indices Own(int[] values, Shape shape) => new(values, shape);

    /// <summary>The value at flat, row-major position <paramref name="position"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public int this[int position] =>
        (uint)position < (uint)values.Length
            ? values[position]
            : throw new ArgumentOutOfRangeException(
                nameof(position),
                position,
                $"Indices: position {position} is not in [0, {Length})."
            );

    /// <summary>The values, row-major, without copying.</summary>
    public ReadOnlySpan<int> AsSpan() => values;

    /// <summary>A copy of the values, row-major.</summary>
    public int[] ToArray() => [.. values];

    /// <summary>The same values in another shape of the same length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Indices Reshape(Shape shape) =>
        shape.ElementCount == Length
            ? new Indices(values, shape)
            : throw new ArgumentException(
                $"Indices.Reshape: {Shape} has {Length} elements, {shape} has {shape.ElementCount}.",
                nameof(shape)
            );

    /// <summary>The values, nested in brackets by axis.</summary>
    public override string ToString() =>
        VariableText.Of(Shape, AsSpan(), value => value.ToString(CultureInfo.InvariantCulture));
}
