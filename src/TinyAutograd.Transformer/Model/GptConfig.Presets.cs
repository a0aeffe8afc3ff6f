namespace TinyAutograd.Transformer;

/// <content>Sizes that have a name. Others than these: <c>GptConfig.Nano with { VocabularySize = 65, ContextLength = 128 }</c>.</content>
public sealed partial record GptConfig
{
    /// <summary>The lab's model: 2 layers, 4 heads, 32 channels, 16 positions of 26 letters and a mark. 26,848 weights.</summary>
    public static GptConfig Lab { get; } = new() { VocabularySize = 27 };

    /// <summary>3 layers, 3 heads, 48 channels; vocabulary and context of GPT-2.</summary>
    /// <remarks>Source of this size and of the next two: minGPT (Karpathy 2020), gpt-nano, gpt-micro and gpt-mini.</remarks>
    public static GptConfig Nano { get; } = Gpt2Family(3, 3, 48);

    /// <summary>4 layers, 4 heads, 128 channels; vocabulary and context of GPT-2.</summary>
    public static GptConfig Micro { get; } = Gpt2Family(4, 4, 128);

    /// <summary>6 layers, 6 heads, 192 channels; vocabulary and context of GPT-2.</summary>
    public static GptConfig Mini { get; } = Gpt2Family(6, 6, 192);

    /// <summary>The smallest GPT-2: 124,439,808 weights.</summary>
    /// <remarks>Source of the four sizes: Radford et al. 2019, table 2, which counts 117M, 345M, 762M and 1542M; heads as published with the
    /// weights, 64 channels each.</remarks>
    public static GptConfig Gpt2 { get; } = Gpt2Family(12, 12, 768);

    /// <summary>GPT-2 medium: 24 layers, 1,024 channels; 354,823,168 weights.</summary>
    public static GptConfig Gpt2Medium { get; } = Gpt2Family(24, 16, 1_024);

    /// <summary>GPT-2 large: 36 layers, 1,280 channels; 774,030,080 weights.</summary>
    public static GptConfig Gpt2Large { get; } = Gpt2Family(36, 20, 1_280);

    /// <summary>GPT-2 XL: 48 layers, 1,600 channels; 1,557,611,200 weights.</summary>
    public static GptConfig Gpt2XL { get; } = Gpt2Family(48, 25, 1_600);

    private static GptConfig Gpt2Family(int layerCount, int headCount, int channelCount) =>
        new()
        {
            VocabularySize = 50_257,
            ContextLength = 1_024,
            LayerCount = layerCount,
            HeadCount = headCount,
            ChannelCount = channelCount,
        };
}
