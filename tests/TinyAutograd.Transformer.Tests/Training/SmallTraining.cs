using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Training;

/// <summary>A training of a fraction of a second with no option at its default, for the tests of checkpoints.</summary>
internal static class SmallTraining
{
    private static readonly string[] Items =
    [
        "anna",
        "otto",
        "emma",
        "hannah",
        "bob",
        "ada",
        "eve",
        "élle",
        "aviva",
        "a😀a",
    ];

    public static TrainingOptions Options { get; } =
        new()
        {
            Steps = 25,
            BatchSize = 4,
            LearningRate = 1.1e-2,
            FinalLearningRateShare = 0.3,
            WarmUpSteps = 7,
            Beta1 = 0.8,
            Beta2 = 0.97,
            WeightDecay = 0.03,
            MaxGradientNorm = 0.7,
            Seed = -5,
            MicroBatchSize = 3,
            RecomputesBlocks = true,
            EvaluationInterval = 4,
            Patience = 100,
            MaxLossFactor = 50,
        };

    public static ItemData Data(long seed = 1) => new(Items, seed);

    public static Trainer<T> Create<T>(bool hasTiedHead = true)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Create<T>(config => config with { HasTiedHead = hasTiedHead });

    public static Trainer<T> Create<T>(Func<GptConfig, GptConfig> kind)
        where T : unmanaged, IFloatingPointIeee754<T> => Create<T>(Options, kind: kind);

    public static Trainer<T> Create<T>(
        TrainingOptions options,
        ITrainingData? data = null,
        Func<GptConfig, GptConfig>? kind = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        data ??= Data();
        var config = new GptConfig
        {
            VocabularySize = data.VocabularySize,
            ContextLength = 8,
            LayerCount = 1,
            HeadCount = 2,
            ChannelCount = 8,
        };
        config = kind?.Invoke(config) ?? config;
        return new Trainer<T>(new Gpt<T>(config, new RandomGenerator(11)), data, options);
    }

    public static T[] Weights<T>(Gpt<T> model)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
}
