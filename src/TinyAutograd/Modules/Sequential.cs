using System.Numerics;

namespace TinyAutograd;

/// <summary>Layers one after the other. Their names are their numbers: <c>0.weight</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Sequential<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Layer<T>[] layers;

    /// <summary>These layers, in this order; a layer that occurs twice shares its parameters.</summary>
    /// <param name="layers">Any number; none gives the identity.</param>
    public Sequential(params IReadOnlyList<Layer<T>> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = [.. layers];
        for (var i = 0; i < this.layers.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(this.layers[i], nameof(layers));
            AddModule($"{i}", this.layers[i]);
        }
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer<T>> Layers => layers;

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        foreach (var layer in layers)
        {
            x = layer.Forward(x);
        }
        return x;
    }
}
