using System.Numerics;

namespace TinyAutograd;

/// <summary>A gated recurrent unit: <c>r = σ(Wᵣ·x + bᵣ + Uᵣ·h + cᵣ)</c>, <c>z = σ(W_z·x + b_z + U_z·h + c_z)</c>,
/// <c>n = tanh(Wₙ·x + bₙ + r ⊙ (Uₙ·h + cₙ))</c>, <c>h′ = (1 − z) ⊙ n + z ⊙ h</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: see <see cref="RecurrentLayer{T}"/>, G = 3 in the order r (reset), z (update), n (new).
/// Source: Cho et al. 2014, with r behind the product, as PyTorch has it.</remarks>
public sealed class Gru<T> : RecurrentLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network with weights drawn at random.</summary>
    /// <param name="inputSize">I, size of the last axis of the input, ≥ 1.</param>
    /// <param name="hiddenSize">H, size of the hidden state, ≥ 1.</param>
    /// <param name="random">The generator; it moves on, with dropout also in each training pass.</param>
    /// <param name="layerCount">L, how many layers stand on each other, ≥ 1.</param>
    /// <param name="isBidirectional">Whether each layer also reads from the end to the beginning.</param>
    /// <param name="hasBias">Whether there are biases.</param>
    /// <param name="dropout">Probability, in [0, 1), that an output of a layer is dropped before the next layer.</param>
    /// <exception cref="ArgumentException">A size or the number of layers is not positive, or more than a parameter holds, or the probability not in [0, 1).</exception>
    public Gru(
        int inputSize,
        int hiddenSize,
        RandomGenerator random,
        int layerCount = 1,
        bool isBidirectional = false,
        bool hasBias = true,
        double dropout = 0
    )
        : base(
            gateCount: 3,
            inputSize,
            hiddenSize,
            random,
            layerCount,
            isBidirectional,
            hasBias,
            dropout
        ) { }

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
    )
    {
        var h = state[0];
        var fromHidden = weights.FromHidden(h); // (B, 3H)
        var r = (Gate(fromInput, 0) + Gate(fromHidden, 0)).Sigmoid();
        var z = (Gate(fromInput, 1) + Gate(fromHidden, 1)).Sigmoid();
        var n = (Gate(fromInput, 2) + r * Gate(fromHidden, 2)).Tanh();
        return [n + z * (h - n)];
    }
}
