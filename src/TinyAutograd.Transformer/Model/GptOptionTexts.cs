using System.Globalization;

namespace TinyAutograd.Transformer;

/// <summary>What makes a model other than GPT-2, as metadata of a file, and back.</summary>
internal static class GptOptionTexts
{
    private const string PositionsKey = "positions";
    private const string RotaryBaseKey = "rotary_base";
    private const string NormKey = "norm";
    private const string FeedForwardKey = "feed_forward";
    private const string BiasesKey = "biases";
    private const string DropoutKey = "dropout";
    private const string KeyValueHeadsKey = "n_kv_head"; // only where it was chosen

    private static readonly Dictionary<PositionKind, string> Positions = new()
    {
        [PositionKind.Learned] = "learned",
        [PositionKind.Rotary] = "rotary",
    };

    private static readonly Dictionary<NormKind, string> Norms = new()
    {
        [NormKind.LayerNorm] = "layer_norm",
        [NormKind.RmsNorm] = "rms_norm",
    };

    private static readonly Dictionary<FeedForwardKind, string> FeedForwards = new()
    {
        [FeedForwardKind.GeluTanh] = "gelu_tanh",
        [FeedForwardKind.Gelu] = "gelu",
        [FeedForwardKind.SwiGlu] = "swiglu",
    };

    /// <summary>Adds the options to the metadata.</summary>
    public static void Write(Dictionary<string, string> texts, GptConfig config)
    {
        texts[PositionsKey] = Positions[config.Positions];
        texts[RotaryBaseKey] = config.RotaryBase.ToString("R", CultureInfo.InvariantCulture);
        texts[NormKey] = Norms[config.Norm];
        texts[FeedForwardKey] = FeedForwards[config.FeedForward];
        texts[BiasesKey] = config.HasBiases ? "true" : "false";
        texts[DropoutKey] = config.DropoutRate.ToString("R", CultureInfo.InvariantCulture);
        if (config.KeyValueHeadCount is { } count)
        {
            texts[KeyValueHeadsKey] = count.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The sizes with the options of the metadata.</summary>
    /// <exception cref="ArgumentException">One is missing or garbled.</exception>
    public static GptConfig Read(MetadataReader metadata, GptConfig sizes) =>
        sizes with
        {
            Positions = metadata.OneOf(PositionsKey, Positions),
            RotaryBase = metadata.Number(RotaryBaseKey),
            Norm = metadata.OneOf(NormKey, Norms),
            FeedForward = metadata.OneOf(FeedForwardKey, FeedForwards),
            HasBiases = metadata.Flag(BiasesKey),
            DropoutRate = metadata.Number(DropoutKey),
            KeyValueHeadCount = metadata.Has(KeyValueHeadsKey)
                ? metadata.Count(KeyValueHeadsKey)
                : null,
        };
}
