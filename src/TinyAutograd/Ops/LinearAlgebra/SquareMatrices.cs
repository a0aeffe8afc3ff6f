namespace TinyAutograd;

/// <summary>A stack of square matrices (…, N, N), and what ops say when it is none.</summary>
/// <param name="Shape">The shape (…, N, N).</param>
/// <param name="Count">Number of matrices.</param>
/// <param name="N">Number of rows, and of columns.</param>
internal readonly record struct SquareMatrices(Shape Shape, int Count, int N)
{
    /// <summary>Number of elements of one matrix.</summary>
    public int Length => N * N;

    /// <exception cref="ArgumentException">The last two sizes are not equal.</exception>
    public static SquareMatrices Of(string op, Shape shape) =>
        shape.Rank >= 2 && shape[-1] == shape[-2]
            ? new(shape, shape.LengthOf(..^2), shape[-1])
            : throw new ArgumentException($"{op}: {shape} must be square matrices (…, N, N).");

    /// <summary>The shape of the leading axes.</summary>
    public Shape Leading => Shape.Of(Shape.AsSpan()[..^2]);

    /// <summary>The exception for a matrix without an inverse.</summary>
    public ArgumentException Singular(string op, int matrix, string why) =>
        new(
            $"{op}: matrix {matrix} of {Shape} is singular: {why}. A small number added to the diagonal makes it regular."
        );

    /// <summary>The exception for a matrix without a Cholesky factor.</summary>
    public ArgumentException NotPositiveDefinite(string op, int matrix, int row) =>
        new(
            $"{op}: matrix {matrix} of {Shape} is not positive definite: the pivot of row {row} is not above 0. "
                + "A small number added to the diagonal makes it so, if it is at least positive semidefinite."
        );
}
