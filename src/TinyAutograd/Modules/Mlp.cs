using System.Numerics;

namespace TinyAutograd;

/// <summary>A multilayer perceptron: linear layers with an activation between them, none after the last.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>0.weight</c>, <c>0.bias</c>, <c>1.weight</c>, … by the number of the linear layer.</remarks>
public sealed class Mlp<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Linear<T>[] layers;
    private readonly Func<Variable<T>, Variable<T>> activation;

    /// <summary>A perceptron with weights drawn at random.</summary>
    /// <param name="sizes">Inputs, hidden units of each layer, outputs: at least two numbers, each ≥ 1.</param>
    /// <param name="activation">Between the layers; tanh unless told.</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    /// <exception cref="ArgumentException">Fewer than two sizes, or one that is not positive.</exception>
    public Mlp(
        IReadOnlyList<int> sizes,
        Func<Variable<T>, Variable<T>>? activation = null,
        long seed = 0
    )
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count < 2)
        {
            throw new ArgumentException(
                $"Mlp: {sizes.Count} sizes were given; it needs those of its input and of its output at least.",
                nameof(sizes)
            );
        }
        foreach (var size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(sizes));
        }
        var random = new RandomGenerator(seed);
        this.activation = activation ?? VariableOps.Tanh;
        layers = new Linear<T>[sizes.Count - 1];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = AddModule($"{i}", new Linear<T>(sizes[i], sizes[i + 1], random));
        }
    }

    /// <summary>Computes the perceptron.</summary>
    /// <param name="x">(…, first size).</param>
    /// <returns>(…, last size).</returns>
    /// <exception cref="ArgumentException">The last axis is not the first size.</exception>
    public override Variable<T> Forward(Variable<T> x)
    {
        x = layers[0].Forward(x);
        foreach (var layer in layers.AsSpan(1))
        {
            x = layer.Forward(activation(x));
        }
        return x;
    }
}
