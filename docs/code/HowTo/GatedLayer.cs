using System.Numerics;

namespace TinyAutograd.Docs.Code;

#region GatedLayer
/// <summary>A layer that a gate opens and closes, <c>y = x + σ(x·G) ⊙ tanh(x·W)</c>.</summary>
public sealed class GatedLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Linear<T> gate;
    private readonly Linear<T> value;
    private readonly Parameter<T> scale;

    /// <param name="size">Size of the last axis, ≥ 1.</param>
    /// <param name="random">Draws the weights.</param>
    public GatedLayer(int size, RandomGenerator random)
    {
        gate = AddModule("gate", new Linear<T>(size, size, random));
        value = AddModule("value", new Linear<T>(size, size, random));
        scale = AddParameter("scale", Variable.Ones<T>([size]));
    }

    public override Variable<T> Forward(Variable<T> x) => // (…, size)
        x + scale * gate.Forward(x).Sigmoid() * value.Forward(x).Tanh();
}
#endregion
