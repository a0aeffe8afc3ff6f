using System.Numerics;

namespace TinyAutograd.Docs.Code;

#region GaussianOps
public static class GaussianOps
{
    /// <summary>The bell curve of every element, <c>y = exp(−x²)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [0, 1].</returns>
    /// <remarks>Gradient: <c>dx = −2·dy ⊙ x ⊙ y</c>.</remarks>
    public static Variable<T> Gaussian<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => GaussianOp<T>.Instance.Apply(x);
}
#endregion
