using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>A constant in place of chosen elements, <c>y = mask ? value : x</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="mask">The elements to replace: a shape that broadcasts to that of <paramref name="x"/>.</param>
    /// <param name="value">What stands there instead; −∞ before a softmax.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The mask does not broadcast to the shape of x.</exception>
    /// <remarks>Gradient: <c>dx = mask ? 0 : dy</c>. Recorded as <see cref="Where"/>.</remarks>
    public static Variable<T> MaskedFill<T>(this Variable<T> x, Mask mask, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(mask);
        if (!Broadcasting.IsExpandable(mask.Shape, x.Shape))
        {
            throw new ArgumentException(
                $"MaskedFill: mask {mask.Shape} does not broadcast to {x.Shape}.",
                nameof(mask)
            );
        }
        return mask.Where(Variable.Of(value), x);
    }
}
