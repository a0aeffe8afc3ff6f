using System.Numerics;

namespace TinyAutograd;

/// <summary>Pools as layers, so that a <see cref="Sequential{T}"/> can hold them: windows that are checked when the layer is made.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>They have no parameters. A pool without a class of its own is an <see cref="Activation{T}"/>.</remarks>
public abstract class PoolingLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Op<T> op;

    private protected PoolingLayer(PoolingAttributes attributes, Func<PoolingAttributes, Op<T>> op)
    {
        attributes.ThrowIfImpossible();
        this.op = op(attributes);
        Attributes = attributes.ToString();
    }

    /// <inheritdoc/>
    protected override string Attributes { get; }

    /// <summary>Pools.</summary>
    /// <param name="x">(N, C, L) or (N, C, H, W), no size of which is 0 along the windows.</param>
    /// <returns>(N, C, L') or (N, C, H', W'), with the sizes that the op of the same name gives.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return op.Apply(x);
    }
}
