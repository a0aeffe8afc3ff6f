using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Numbers taken out of a variable, row by row, for records that outlive the workspace.</summary>
internal static class MatrixRows
{
    /// <summary>The rows of a matrix.</summary>
    /// <param name="matrix">Shape (rows, columns).</param>
    public static IReadOnlyList<IReadOnlyList<double>> Of<T>(Variable<T> matrix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = new double[matrix.Shape[0]][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = Numbers(matrix.AsSpan().Slice(row * matrix.Shape[1], matrix.Shape[1]));
        }
        return rows;
    }

    /// <summary>A copy in double.</summary>
    public static double[] Numbers<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = new double[values.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = double.CreateChecked(values[i]);
        }
        return numbers;
    }
}
