using System.Numerics;

namespace TinyAutograd;

/// <summary>The parameters of one direction of one recurrent layer, with G gates of H units over I inputs.</summary>
/// <param name="Input">(G·H, I), what the inputs are multiplied by.</param>
/// <param name="Hidden">(G·H, H), what the hidden state is multiplied by.</param>
/// <param name="InputBias">(G·H), where there are biases.</param>
/// <param name="HiddenBias">(G·H), where there are biases.</param>
internal sealed record RecurrentWeights<T>(
    Parameter<T> Input,
    Parameter<T> Hidden,
    Parameter<T>? InputBias,
    Parameter<T>? HiddenBias
)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The inputs' part of the gates: (…, I) → (…, G·H).</summary>
    public Variable<T> FromInput(Variable<T> x) => x.Linear(Input, InputBias?.Value);

    /// <summary>The hidden state's part of the gates: (B, H) → (B, G·H).</summary>
    public Variable<T> FromHidden(Variable<T> h) => h.Linear(Hidden, HiddenBias?.Value);
}
