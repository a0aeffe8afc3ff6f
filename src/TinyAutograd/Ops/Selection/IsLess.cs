using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Where the first of each pair is smaller than the second, <c>a &lt; b</c>, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>Truth values of the common shape. NaN compares as false.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsLess<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Comparison.Of<T, Less<T>>("IsLess", a, b);

    /// <summary>Where an element is smaller than a number, <c>a &lt; b</c>.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">The number.</param>
    /// <returns>Truth values of the shape of <paramref name="a"/>. NaN compares as false.</returns>
    /// <remarks>There is no derivative; nothing is recorded.</remarks>
    public static Mask IsLess<T>(this Variable<T> a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => Comparison.Of<T, Less<T>>(a, b);
}
