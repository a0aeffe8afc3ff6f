using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Where the first of each pair is larger than or equal to the second, <c>a ≥ b</c>, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>Truth values of the common shape. NaN compares as false.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsGreaterOrEqual<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Comparison.Of<T, GreaterOrEqual<T>>("IsGreaterOrEqual", a, b);

    /// <summary>Where an element is larger than or equal to a number, <c>a ≥ b</c>.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">The number.</param>
    /// <returns>Truth values of the shape of <paramref name="a"/>. NaN compares as false.</returns>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsGreaterOrEqual<T>(this Variable<T> a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => Comparison.Of<T, GreaterOrEqual<T>>(a, b);
}
