using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Where the diagonals of matrices within a tensor lie.</summary>
internal sealed class DiagonalBox
{
    private readonly int[] sizes; // the axes that stay, then the diagonal
    private readonly int[] strides; // of the same axes within the whole
    private readonly int start;

    private DiagonalBox(Shape whole, int[] sizes, int[] strides, int start, string text) =>
        (Whole, this.sizes, this.strides, this.start, Text) = (whole, sizes, strides, start, text);

    /// <summary>The shape that holds the matrices.</summary>
    public Shape Whole { get; }

    /// <summary>The shape of the diagonals: the axes that stay, then the diagonal.</summary>
    public Shape Shape => Shape.Of(sizes);

    /// <summary>The attributes as given.</summary>
    public string Text { get; }

    /// <summary>Finds the diagonals.</summary>
    /// <exception cref="ArgumentException">No such axis, or one axis named twice.</exception>
    public static DiagonalBox Of(string op, Shape whole, int offset, int axis0, int axis1)
    {
        var row = AxisRules.Resolve(op, whole, axis0);
        var column = AxisRules.Resolve(op, whole, axis1);
        if (row == column)
        {
            throw new ArgumentException(
                $"{op}: axis0 {axis0} and axis1 {axis1} of {whole} are one axis; a matrix has two."
            );
        }
        Span<int> all = stackalloc int[whole.Rank];
        StridedCopy.RowMajor(whole.AsSpan(), all);
        var (firstRow, firstColumn) = (Math.Max(-(long)offset, 0), Math.Max((long)offset, 0));
        var length = Math.Min(whole[row] - firstRow, whole[column] - firstColumn);
        var sizes = new int[whole.Rank - 1];
        var strides = new int[whole.Rank - 1];
        var count = 0;
        for (var axis = 0; axis < whole.Rank; axis++)
        {
            if (axis != row && axis != column)
            {
                (sizes[count], strides[count]) = (whole[axis], all[axis]);
                count++;
            }
        }
        (sizes[count], strides[count]) = ((int)Math.Max(length, 0), all[row] + all[column]);
        var start = length > 0 ? (int)(firstRow * all[row] + firstColumn * all[column]) : 0;
        var text = $"offset: {offset}, axes: [{axis0}, {axis1}]";
        return new DiagonalBox(whole, sizes, strides, start, text);
    }

    /// <summary>Copies the diagonals out of <paramref name="x"/>.</summary>
    public void Take<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
    {
        Span<int> own = stackalloc int[sizes.Length];
        StridedCopy.RowMajor(sizes, own);
        StridedCopy.Copy(sizes, x, start, strides, y, 0, own);
    }

    /// <summary>Copies <paramref name="x"/> onto the diagonals of <paramref name="y"/>. The rest of y stays.</summary>
    public void Put<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
    {
        Span<int> own = stackalloc int[sizes.Length];
        StridedCopy.RowMajor(sizes, own);
        StridedCopy.Copy(sizes, x, 0, own, y, start, strides);
    }
}
