namespace TinyAutograd.Docs.Code;

#region ScratchBlock
/// <summary>Attention moves information between positions, the feed-forward network works on each by itself.</summary>
public sealed class ScratchBlock : Layer<float>
{
    private readonly LayerNorm<float> attentionNorm;
    private readonly ScratchAttention attention;
    private readonly LayerNorm<float> feedForwardNorm;
    private readonly ScratchFeedForward feedForward;

    public ScratchBlock(int channelCount, int headCount, RandomGenerator random)
    {
        attentionNorm = AddModule("ln_1", new LayerNorm<float>(channelCount));
        attention = AddModule("attn", new ScratchAttention(channelCount, headCount, random));
        feedForwardNorm = AddModule("ln_2", new LayerNorm<float>(channelCount));
        feedForward = AddModule("mlp", new ScratchFeedForward(channelCount, random));
    }

    public override Variable<float> Forward(Variable<float> x) // (B, T, C)
    {
        x += attention.Forward(attentionNorm.Forward(x)); // (B, T, C)
        x += feedForward.Forward(feedForwardNorm.Forward(x)); // (B, T, C)
        return x;
    }
}
#endregion
