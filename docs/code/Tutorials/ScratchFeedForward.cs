namespace TinyAutograd.Docs.Code;

#region ScratchFeedForward
/// <summary>Four times as wide, a GELU, and back.</summary>
public sealed class ScratchFeedForward : Layer<float>
{
    private readonly Projection<float> hidden;
    private readonly Projection<float> output;

    public ScratchFeedForward(int channelCount, RandomGenerator random)
    {
        var weights = Initializers.Normal<float>(standardDeviation: 0.02);
        hidden = AddModule(
            "c_fc",
            new Projection<float>(channelCount, 4 * channelCount, random, weights)
        );
        output = AddModule(
            "c_proj",
            new Projection<float>(4 * channelCount, channelCount, random, weights)
        );
    }

    public override Variable<float> Forward(Variable<float> x) // (B, T, C)
    {
        var wide = hidden.Forward(x).GeluTanh(); // (B, T, 4C)
        return output.Forward(wide); // (B, T, C)
    }
}
#endregion
