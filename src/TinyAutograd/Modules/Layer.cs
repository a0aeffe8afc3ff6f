using System.Numerics;

namespace TinyAutograd;

/// <summary>A module that turns one variable into another: what <see cref="Sequential{T}"/> strings together.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class Layer<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes the layer.</summary>
    /// <param name="x">The input; the layer says which shapes it takes.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">The input's shape does not fit.</exception>
    public abstract Variable<T> Forward(Variable<T> x);
}
