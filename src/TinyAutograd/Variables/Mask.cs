namespace TinyAutograd;

/// <summary>Immutable truth values with a shape: what comparisons give and <c>Where</c> takes. Never differentiated.</summary>
public sealed class Mask
{
    private readonly bool[] values;

    private Mask(bool[] values, Shape shape)
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
    public static Mask Of(params ReadOnlySpan<bool> values) =>
        new(values.ToArray(), [values.Length]);

    /// <summary>A matrix with these rows (copied).</summary>
    /// <exception cref="ArgumentException">A row is null, or the rows have different lengths.</exception>
    public static Mask Of(bool[][] rows)
    {
        var (values, shape) = NestedLiterals.Flatten("Mask.Of", rows);
        return new Mask(values, shape);
    }

    /// <summary>These values, row-major (copied), in this shape.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Mask Of(ReadOnlySpan<bool> values, Shape shape)
    {
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException(
                $"Mask.Of: {values.Length} values do not fill shape {shape}.",
                nameof(values)
            );
        }
        return new Mask(values.ToArray(), shape);
    }

    /// <summary>The causal mask (T, T): true where column ≤ row, that is where position <c>row</c> may look.</summary>
    /// <exception cref="ArgumentException"><paramref name="length"/> is negative, or T² more than a shape holds.</exception>
    public static Mask Causal(int length)
    {
        var shape = Shape.Of(length, length);
        var values = new bool[shape.ElementCount];
        for (var row = 0; row < length; row++)
        {
            values.AsSpan(row * length, row + 1).Fill(true);
        }
        return new Mask(values, shape);
    }

    /// <summary>The mask of padded sequences (B, T): true where position <c>t</c> lies before the end of its sequence.</summary>
    /// <param name="lengths">(B): the length of each sequence, in [0, T].</param>
    /// <param name="positions">T ≥ 0.</param>
    /// <exception cref="ArgumentException">The lengths are no vector, or one is not in [0, T].</exception>
    public static Mask WithinLengths(Indices lengths, int positions)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentOutOfRangeException.ThrowIfNegative(positions);
        if (lengths.Rank != 1)
        {
            throw new ArgumentException(
                $"Mask.WithinLengths: the lengths {lengths.Shape} must be a vector (B), one per sequence.",
                nameof(lengths)
            );
        }
        var shape = Shape.Of(lengths.Length, positions);
        var values = new bool[shape.ElementCount];
        for (var sequence = 0; sequence < lengths.Length; sequence++)
        {
            if (lengths[sequence] < 0 || lengths[sequence] > positions)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(lengths),
                    lengths[sequence],
                    $"Mask.WithinLengths: length {lengths[sequence]} of sequence {sequence} is not in [0, {positions}]."
                );
            }
            values.AsSpan(sequence * positions, lengths[sequence]).Fill(true);
        }
        return new Mask(values, shape);
    }

    /// <summary>Takes ownership of an array that nobody else writes to.</summary>
    internal static Mask Own(bool[] values, Shape shape) => new(values, shape);

    /// <summary>The value at flat, row-major position <paramref name="position"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public bool this[int position] =>
        (uint)position < (uint)values.Length
            ? values[position]
            : throw new ArgumentOutOfRangeException(
                nameof(position),
                position,
                $"Mask: position {position} is not in [0, {Length})."
            );

    /// <summary>The values, row-major, without copying.</summary>
    public ReadOnlySpan<bool> AsSpan() => values;

    /// <summary>A copy of the values, row-major.</summary>
    public bool[] ToArray() => [.. values];

    /// <summary>The same values in another shape of the same length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Mask Reshape(Shape shape) =>
        shape.ElementCount == Length
            ? new Mask(values, shape)
            : throw new ArgumentException(
                $"Mask.Reshape: {Shape} has {Length} elements, {shape} has {shape.ElementCount}.",
                nameof(shape)
            );

    /// <summary>Whether any element is true; false where there is none.</summary>
    public bool Any() => values.AsSpan().Contains(true);

    /// <summary>Whether all elements are true; true where there is none.</summary>
    public bool All() => !values.AsSpan().Contains(false);

    /// <summary>Number of true elements.</summary>
    public int Count() => values.AsSpan().Count(true);

    /// <summary>Each element turned round.</summary>
    public static Mask operator !(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new Mask(Array.ConvertAll(mask.values, value => !value), mask.Shape);
    }

    /// <summary>Where both are true, with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Mask operator &(Mask left, Mask right) =>
        Combine(left, right, static (a, b) => a & b);

    /// <summary>Where at least one is true, with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Mask operator |(Mask left, Mask right) =>
        Combine(left, right, static (a, b) => a | b);

    /// <summary>Where exactly one is true, with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Mask operator ^(Mask left, Mask right) =>
        Combine(left, right, static (a, b) => a ^ b);

    /// <summary>The values as 0 and 1, nested in brackets by axis.</summary>
    public override string ToString() =>
        VariableText.Of(Shape, AsSpan(), value => value ? "1" : "0");

    private static Mask Combine(Mask left, Mask right, Func<bool, bool, bool> rule)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (!Broadcasting.TryBroadcast(left.Shape, right.Shape, out var shape))
        {
            throw new ArgumentException(
                $"Mask: {left.Shape} and {right.Shape} cannot be broadcast together: aligned at the last axis, sizes must be equal or 1."
            );
        }
        var values = new bool[shape.ElementCount];
        if (values.Length > 0)
        {
            var a = new BroadcastRuns<bool>(left.values, left.Shape, shape);
            var b = new BroadcastRuns<bool>(right.values, right.Shape, shape);
            var n = Math.Min(a.RunLength, b.RunLength);
            for (var at = 0; at < values.Length; at += n)
            {
                var x = a.At(at, n);
                var y = b.At(at, n);
                for (var i = 0; i < n; i++)
                {
                    values[at + i] = rule(x.Length == 1 ? x[0] : x[i], y.Length == 1 ? y[0] : y[i]);
                }
            }
        }
        return new Mask(values, shape);
    }
}
