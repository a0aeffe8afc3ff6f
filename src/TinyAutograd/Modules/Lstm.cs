using System.Numerics;

namespace TinyAutograd;

/// <summary>Long short-term memory: with the gates <c>i, f, o = σ(W·x + b + U·h + c)</c> and the candidate <c>g = tanh(W·x + b + U·h + c)</c>, each with
/// weights of its own, <c>c′ = f ⊙ c + i ⊙ g</c> and <c>h′ = o ⊙ tanh c′</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: see <see cref="RecurrentLayer{T}"/>, G = 4 in the order i (input), f (forget), g (candidate), o (output).
/// Source: Hochreiter and Schmidhuber 1997; Gers et al. 2000 (forget gate).</remarks>
public sealed class Lstm<T> : RecurrentLayer<T>
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
    public Lstm(
        int inputSize,
        int hiddenSize,
        RandomGenerator random,
        int layerCount = 1,
        bool isBidirectional = false,
        bool hasBias = true,
        double dropout = 0
    )
        : base(
            gateCount: 4,
            inputSize,
            hiddenSize,
            random,
            layerCount,
            isBidirectional,
            hasBias,
            dropout
        ) { }

    private protected override int StateCount => 2;

    /// <summary>Walks along sequences of several lengths, from a given state.</summary>
    /// <param name="x">(B, T, I), T ≥ 1.</param>
    /// <param name="initial">The state before the first position, two times (L·D, B, H); 0 unless given.</param>
    /// <param name="lengths">(B), the length of each sequence, in [0, T]; all T unless given.</param>
    /// <returns>The hidden states of the last layer, (B, T, D·H), and the last state of each layer and direction.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a length is not in [0, T].</exception>
    public (Variable<T> Outputs, LstmState<T> Final) Unroll(
        Variable<T> x,
        LstmState<T>? initial = null,
        Indices? lengths = null
    )
    {
        var (outputs, final) = Walk(
            x,
            initial is null ? null : [initial.Hidden, initial.Cell],
            lengths
        );
        return (outputs, new LstmState<T>(final[0], final[1]));
    }

    private protected override Variable<T>[] Step(
        Variable<T> fromInput,
        Variable<T>[] state,
        RecurrentWeights<T> weights
    )
    {
        var (h, c) = (state[0], state[1]);
        var gates = fromInput + weights.FromHidden(h); // (B, 4H)
        var i = Gate(gates, 0).Sigmoid();
        var f = Gate(gates, 1).Sigmoid();
        var g = Gate(gates, 2).Tanh();
        var o = Gate(gates, 3).Sigmoid();
        c = f * c + i * g;
        return [o * c.Tanh(), c];
    }
}
