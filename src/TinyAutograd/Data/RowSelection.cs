using System.Numerics;

namespace TinyAutograd;

/// <summary>Examples taken out of data: rows along the leading axis, as constants.</summary>
public static class RowSelection
{
    /// <summary>Copies rows: <c>y[k, …] = x[rows[k], …]</c>. The result is a constant: on no tape (<see cref="VariableOps.IndexSelect"/> is the op).</summary>
    /// <param name="x">(N, …).</param>
    /// <param name="rows">Rank 1, each in [0, N), in any order.</param>
    /// <returns>(number of rows, …).</returns>
    /// <exception cref="ArgumentException">x has no axis, the rows are not of rank 1, or one is not in [0, N).</exception>
    public static Variable<T> SelectRows<T>(this Variable<T> x, Indices rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        return Variable.Of<T>(Copy(x.AsSpan(), x.Shape, rows), Selected(x.Shape, rows));
    }

    /// <inheritdoc cref="SelectRows{T}(Variable{T}, Indices)" path="/param|/returns|/exception"/>
    /// <summary>Copies rows: <c>y[k, …] = x[rows[k], …]</c>.</summary>
    public static Indices SelectRows(this Indices x, Indices rows)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Indices.Own(Copy(x.AsSpan(), x.Shape, rows), Selected(x.Shape, rows));
    }

    private static Shape Selected(Shape shape, Indices rows) => shape.With(0, rows.Length);

    private static TElement[] Copy<TElement>(ReadOnlySpan<TElement> x, Shape shape, Indices rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (shape.Rank == 0 || rows.Rank != 1)
        {
            throw new ArgumentException(
                $"SelectRows: rows {rows.Shape} of {shape}: the data need a leading axis, and the rows must be a vector."
            );
        }
        var length = shape[0] == 0 ? 0 : x.Length / shape[0];
        var result = new TElement[shape.With(0, rows.Length).ElementCount];
        for (var k = 0; k < rows.Length; k++)
        {
            if ((uint)rows[k] >= (uint)shape[0])
            {
                throw new ArgumentException(
                    $"SelectRows: row {rows[k]} at position {k} is not in [0, {shape[0]})."
                );
            }
            x.Slice(rows[k] * length, length).CopyTo(result.AsSpan(k * length));
        }
        return result;
    }
}
