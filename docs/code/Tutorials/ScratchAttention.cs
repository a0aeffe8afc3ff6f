namespace TinyAutograd.Docs.Code;

#region ScratchAttention
/// <summary>Attention of H heads, written out: every line ends with its shape.</summary>
public sealed class ScratchAttention : Layer<float>
{
    private readonly int headCount;
    private readonly Projection<float> queryKeyValue;
    private readonly Projection<float> output;

    public ScratchAttention(int channelCount, int headCount, RandomGenerator random)
    {
        this.headCount = headCount;
        var weights = Initializers.Normal<float>(standardDeviation: 0.02);
        queryKeyValue = AddModule(
            "c_attn",
            new Projection<float>(channelCount, 3 * channelCount, random, weights)
        );
        output = AddModule(
            "c_proj",
            new Projection<float>(channelCount, channelCount, random, weights)
        );
    }

    public override Variable<float> Forward(Variable<float> x) // (B, T, C)
    {
        var (B, T, C) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        var (H, D) = (headCount, C / headCount);
        var qkv = queryKeyValue.Forward(x).Reshape(B, T, 3, H, D); // (B, T, 3, H, D)
        var parts = qkv.Permute(2, 0, 3, 1, 4); // (3, B, H, T, D)
        var (q, k, v) = (parts[0], parts[1], parts[2]); // each (B, H, T, D)
        var scores = q.MatMul(k, transposeB: true) / MathF.Sqrt(D); // (B, H, T, T)
        var past = scores.MaskedFill(!Mask.Causal(T), float.NegativeInfinity); // (B, H, T, T)
        var pattern = past.Softmax(); // (B, H, T, T)
        var z = pattern.MatMul(v); // (B, H, T, D)
        var joined = z.Permute(0, 2, 1, 3).Reshape(B, T, C); // (B, T, C)
        return output.Forward(joined); // (B, T, C)
    }
}
#endregion
