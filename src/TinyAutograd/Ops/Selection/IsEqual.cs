using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Where the first of each pair is equal to the second, <c>a = b</c>, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>Truth values of the common shape. NaN equals nothing, not even NaN; −0 equals 0.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsEqual<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Comparison.Of<T, Equal<T>>("IsEqual", a, b);

    /// <summary>Where an element is equal to a number, <c>a = b</c>.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">The number.</param>
    /// <returns>Truth values of the shape of <paramref name="a"/>. NaN equals nothing, not even NaN; −0 equals 0.</returns>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsEqual<T>(this Variable<T> a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => Comparison.Of<T, Equal<T>>(a, b);
}
