using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Linear interpolation, <c>y = a + w ⊙ (b − a)</c>, with broadcasting.</summary>
    /// <param name="start">The value a at weight 0, any shape.</param>
    /// <param name="end">The value b at weight 1 (up to rounding), a shape that broadcasts.</param>
    /// <param name="weight">The weight w, a shape that broadcasts; outside [0, 1] it extrapolates.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy ⊙ (1 − w), db = dy ⊙ w, dw = dy ⊙ (b − a)</c>. Recorded as the three ops of its formula.</remarks>
    public static Variable<T> Lerp<T>(this Variable<T> start, Variable<T> end, Variable<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T> => start + weight * (end - start);

    /// <summary>Linear interpolation with one constant weight, <c>y = a + w (b − a)</c>, with broadcasting.</summary>
    /// <param name="start">The value a at weight 0, any shape.</param>
    /// <param name="end">The value b at weight 1 (up to rounding), a shape that broadcasts.</param>
    /// <param name="weight">The weight w; outside [0, 1] it extrapolates.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = (1 − w) dy, db = w dy</c>.</remarks>
    public static Variable<T> Lerp<T>(this Variable<T> start, Variable<T> end, T weight)
        where T : unmanaged, IFloatingPointIeee754<T> => start + weight * (end - start);
}
