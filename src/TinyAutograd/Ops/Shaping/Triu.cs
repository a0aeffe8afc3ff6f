using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>What is on a diagonal and above it, <c>y[…, i, j] = x[…, i, j]</c> where <c>j − i ≥ diagonal</c>, else 0.</summary>
    /// <param name="x">Matrices: rank 2 or more, the last two axes count.</param>
    /// <param name="diagonal">The diagonal: 0 is the main one, positive ones are above it.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Rank below 2.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> on the same side, 0 elsewhere.</remarks>
    public static Variable<T> Triu<T>(this Variable<T> x, int diagonal = 0)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new TriangleOp<T>(diagonal, isUpper: true).Apply(x);
}
