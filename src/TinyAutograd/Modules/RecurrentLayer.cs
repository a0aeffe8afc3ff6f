using System.Numerics;

namespace TinyAutograd;

/// <summary>Layers that walk along sequences, position by position, with a hidden state: what <see cref="Rnn{T}"/>, <see cref="Lstm{T}"/> and
/// <see cref="Gru{T}"/> have in common.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>Parameters as PyTorch names and stores them, all drawn uniformly from ±1/√H: <c>weight_ih_l0</c> (G·H, I), <c>weight_hh_l0</c> (G·H, H),
/// <c>bias_ih_l0</c> and <c>bias_hh_l0</c> (G·H), then <c>…_l0_reverse</c> where there are two directions, then <c>…_l1</c> over D·H inputs.</para>
/// <para>With lengths, nothing behind the end of a sequence has an influence, not even NaN: its state stays as it is, its outputs there are 0, and the
/// reverse direction begins at its last position.</para>
/// <para>Letters: <b>L</b> layers, <b>D</b> directions (1 or 2), <b>G</b> gates, <b>I</b> inputs, <b>H</b> hidden units.</para>
/// </remarks>
public abstract partial class RecurrentLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RecurrentWeights<T>[] weights; // L·D: layer after layer, forward before reverse
    private readonly Dropout<T>? dropout;

    private protected RecurrentLayer(
        int gateCount,
        int inputSize,
        int hiddenSize,
        RandomGenerator random,
        int layerCount,
        bool isBidirectional,
        bool hasBias,
        double dropout
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layerCount);
        ArgumentNullException.ThrowIfNull(random);
        // Sizes are multiplied below, before a shape sees the products.
        var most = Shape.MaxElementCount / Math.Max(gateCount, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hiddenSize, most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layerCount, most);
        (InputSize, HiddenSize, LayerCount) = (inputSize, hiddenSize, layerCount);
        DirectionCount = isBidirectional ? 2 : 1;
        weights = new RecurrentWeights<T>[layerCount * DirectionCount];
        for (var i = 0; i < weights.Length; i++)
        {
            var (layer, direction) = Math.DivRem(i, DirectionCount);
            weights[i] = AddWeights(
                $"l{layer}{(direction == 1 ? "_reverse" : "")}",
                gateCount * hiddenSize,
                layer == 0 ? inputSize : DirectionCount * hiddenSize,
                hasBias,
                random
            );
        }
        if (dropout != 0)
        {
            this.dropout = AddModule("dropout", new Dropout<T>(dropout, random));
        }
    }

    /// <summary>I, size of the inputs.</summary>
    public int InputSize { get; }

    /// <summary>H, size of the hidden state of each layer and direction.</summary>
    public int HiddenSize { get; }

    /// <summary>L, number of layers.</summary>
    public int LayerCount { get; }

    /// <summary>D: 2 where each layer also reads from the end to the beginning, otherwise 1.</summary>
    public int DirectionCount { get; }

    /// <inheritdoc/>
    protected override string Attributes =>
        FormattableString.Invariant(
            $"inputs: {InputSize}, hidden: {HiddenSize}, layers: {LayerCount}{(DirectionCount == 2 ? ", bidirectional" : "")}"
        );

    /// <summary>How many variables the state consists of, H numbers each.</summary>
    private protected virtual int StateCount => 1;

    /// <summary>Walks along whole sequences from a state of 0.</summary>
    /// <param name="x">(B, T, I), T ≥ 1.</param>
    /// <returns>The hidden states of the last layer, (B, T, D·H).</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Variable<T> Forward(Variable<T> x) => Walk(x, null, null).Outputs;

    /// <summary>One position: the state after it.</summary>
    /// <param name="fromInput">(B, G·H), the inputs' part of the gates.</param>
    /// <param name="state">(B, H) each, the hidden state first.</param>
    /// <param name="weights">Of this layer and direction.</param>
    /// <returns>(B, H) each.</returns>
    private protected abstract Variable<T>[] Step(
        Variable<T> fromInput,
        Variable<T>[] state,
        RecurrentWeights<T> weights
    );

    /// <summary>Gate number <paramref name="gate"/> of a row of them: (B, G·H) → (B, H).</summary>
    private protected Variable<T> Gate(Variable<T> gates, int gate) =>
        gates.Slice(-1, gate * HiddenSize, (gate + 1) * HiddenSize);

    private RecurrentWeights<T> AddWeights(
        string name,
        int gateUnits,
        int inputs,
        bool hasBias,
        RandomGenerator random
    )
    {
        var bound = 1 / Math.Sqrt(HiddenSize);
        return new RecurrentWeights<T>(
            Add("weight_ih", [gateUnits, inputs]),
            Add("weight_hh", [gateUnits, HiddenSize]),
            hasBias ? Add("bias_ih", [gateUnits]) : null,
            hasBias ? Add("bias_hh", [gateUnits]) : null
        );

        Parameter<T> Add(string kind, Shape shape) =>
            AddParameter($"{kind}_{name}", Variable.Uniform<T>(shape, random, -bound, bound));
    }
}
