using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Where the first of each pair is different from the second, <c>a ≠ b</c>, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>Truth values of the common shape. NaN differs from everything, even from NaN; −0 equals 0.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsNotEqual<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Comparison.Of<T, NotEqual<T>>("IsNotEqual", a, b);

    /// <summary>Where an element is different from a number, <c>a ≠ b</c>.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">The number.</param>
    /// <returns>Truth values of the shape of <paramref name="a"/>. NaN differs from everything, even from NaN; −0 equals 0.</returns>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsNotEqual<T>(this Variable<T> a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => Comparison.Of<T, NotEqual<T>>(a, b);
}
