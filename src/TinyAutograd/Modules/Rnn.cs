using System.Numerics;

namespace TinyAutograd;

/// <summary>A plain recurrent network, <c>h′ = tanh(W·x + b + U·h + c)</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: see <see cref="RecurrentLayer{T}"/>, G = 1. Source: Elman 1990, in PyTorch's form.</remarks>
public sealed class Rnn<T> : RecurrentLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Func<Variable<T>, Variable<T>> activation;

    /// <summary>A network with weights drawn at random.</summary>
    /// <param name="inputSize">I, size of the last axis of the input, ≥ 1.</param>
    /// <param name="hiddenSize">H, size of the hidden state, ≥ 1.</param>
    /// <param name="random">The generator; it moves on, with dropout also in each training pass.</param>
    /// <param name="layerCount">L, how many layers stand on each other, ≥ 1.</param>
    /// <param name="isBidirectional">Whether each layer also reads from the end to the beginning.</param>
    /// <param name="hasBias">Whether there are biases.</param>
    /// <param name="dropout">Probability, in [0, 1), that an output of a layer is dropped before the next layer.</param>
    /// <param name="activation">In place of tanh.</param>
    /// <exception cref="ArgumentException">A size or the number of layers is not positive, or more than a parameter holds, or the probability not in [0, 1).</exception>
    public Rnn(
        int inputSize,
        int hiddenSize,
        RandomGenerator random,
        int layerCount = 1,
        bool isBidirectional = false,
        bool hasBias = true,
        double dropout = 0,
        Func<Variable<T>, Variable<T>>? activation = null
    )
        : base(
            gateCount: 1,
            inputSize,
            hiddenSize,
            random,
            layerCount,
            isBidirectional,
            hasBias,
            dropout
        ) => this.activation = activation ?? VariableOps.Tanh;

    /// <summary>Walks along sequences of several lengths, from a given state.</summary>
    /// <param name="x">(B, T, I), T ≥ 1.</param>
    /// <param name="initial">The state before the first position, (L·D, B, H); 0 unless given.</param>
    /// <param name="lengths">(B), the length of each sequence, in [0, T]; all T unless given.</param>
    /// <returns>The hidden states of the last layer, (B, T, D·H), and the last state of each layer and direction, (L·D, B, H).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a length is not in [0, T].</exception>
    public (Variable<T> Outputs, Variable<T> Final) Unroll(
        Variable<T> x,
        Variable<T>? initial = null,
        Indices? lengths = null
    )
    {
        var (outputs, final) = Walk(x, initial is null ? null : [initial], lengths);
        return (outputs, final[0]);
    }

    private protected override Variable<T>[] Step(
        Variable<T> fromInput,
        Variable<T>[] state,
        RecurrentWeights<T> weights
    ) => [activation(fromInput + weights.FromHidden(state[0]))];
}
