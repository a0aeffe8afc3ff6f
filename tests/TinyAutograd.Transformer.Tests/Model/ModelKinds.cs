namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>Small models of every kind: each option by itself, and several together.</summary>
internal static class ModelKinds
{
    private static readonly GptConfig Plain = new()
    {
        VocabularySize = 11,
        ContextLength = 6,
        LayerCount = 2,
        HeadCount = 4,
        ChannelCount = 16,
    };

    public static readonly IReadOnlyDictionary<string, GptConfig> All = new Dictionary<
        string,
        GptConfig
    >
    {
        ["GPT-2"] = Plain,
        ["rotary"] = Plain with { Positions = PositionKind.Rotary, RotaryBase = 50 },
        ["RMSNorm"] = Plain with { Norm = NormKind.RmsNorm, LayerNormEpsilon = 1e-6 },
        ["GELU by erf"] = Plain with { FeedForward = FeedForwardKind.Gelu },
        ["SwiGLU"] = Plain with { FeedForward = FeedForwardKind.SwiGlu, HasTiedHead = false },
        ["no biases"] = Plain with { HasBiases = false },
        ["grouped"] = Plain with { KeyValueHeadCount = 2 },
        ["multi-query, rotary"] = Plain with
        {
            KeyValueHeadCount = 1,
            Positions = PositionKind.Rotary,
            DropoutRate = 0.25,
        },
        ["all at once"] = Plain with
        {
            Positions = PositionKind.Rotary,
            Norm = NormKind.RmsNorm,
            FeedForward = FeedForwardKind.SwiGlu,
            HasBiases = false,
            HasTiedHead = false,
            KeyValueHeadCount = 2,
            DropoutRate = 0.1,
        },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static GptConfig Config(string name) => All[name];
}
