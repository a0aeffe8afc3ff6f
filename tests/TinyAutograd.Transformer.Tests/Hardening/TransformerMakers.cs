using System.Text;
using TinyAutograd.Tests.Hardening;

namespace TinyAutograd.Transformer.Tests.Hardening;

/// <summary>What <see cref="HostileArguments"/> draws for the types of this package.</summary>
internal static class TransformerMakers
{
    private static readonly string[] Items =
    [
        "ab",
        "abc",
        "cad",
        "dab",
        "bad",
        "cab",
        "abba",
        "dacab",
    ];

    // The numbers that a careless caller sets one option to.
    private static readonly int[] Sizes = [-1, 0, 3, int.MaxValue, int.MinValue];

    public static readonly IReadOnlyDictionary<Type, Func<HostileArguments, object>> All =
        new Dictionary<Type, Func<HostileArguments, object>>
        {
            [typeof(Rune)] = draw => new Rune('a' + draw.Next(5)),
            [typeof(IProgress<TrainingStep>)] = _ => new NoProgress(),
            [typeof(TraceEdit<double>)] = draw =>
            {
                var change =
                    (Func<Variable<double>, Variable<double>>)
                        draw.Tamely(() =>
                            draw.Of(typeof(Func<Variable<double>, Variable<double>>))!
                        );
                return (TraceEdit<double>)((_, value) => change(value));
            },
            [typeof(GptConfig)] = Config,
            [typeof(Gpt<double>)] = draw => Model(draw),
            [typeof(CharacterTokenizer)] = draw =>
                CharacterTokenizer.FromItems(Items, hasUnknownToken: draw.Next(4) == 0),
            [typeof(BytePairTokenizer)] = draw =>
                BytePairTokenizer.Train(
                    Items,
                    new BytePairTrainingOptions { VocabularySize = 258, MinimumCount = 1 }
                ),
            [typeof(ITokenizer)] = draw =>
                draw.Next(3) == 0
                    ? new ByteTokenizer()
                    : draw.Tamely(() => draw.Of(typeof(CharacterTokenizer))!),
            [typeof(ITokenSequence)] = draw => draw.Tamely(() => draw.Of(typeof(TokenList))!),
            [typeof(TokenList)] = draw => new TokenList(
                Enumerable.Range(0, 40).Select(i => i % 5),
                5
            ),
            [typeof(TokenFile)] = draw =>
                draw.Closable(new TokenFile(draw.Written("tokens.bin", HostileFiles.Tokens))),
            [typeof(TextWindows)] = draw => new TextWindows(
                new TokenList(Enumerable.Range(0, 90).Select(i => i % 5), 5),
                seed: 1
            ),
            [typeof(ItemData)] = draw => new ItemData(Items, seed: draw.Next(3)),
            [typeof(ITrainingData)] = draw =>
                draw.Next(3) == 0
                    ? draw.Tamely(() => draw.Of(typeof(TextWindows))!)
                    : draw.Tamely(() => draw.Of(typeof(ItemData))!),
            [typeof(IExamples)] = draw => new ItemData(Items, seed: 1).HeldOutExamples(8),
            [typeof(TrainingOptions)] = Options,
            [typeof(Trainer<double>)] = draw => Trainer(draw),
            [typeof(Checkpoint<double>)] = draw =>
            {
                var path = draw.Written("saved.checkpoint", []);
                CheckpointFile.Save(path, Trainer(draw));
                return CheckpointFile.Load<double>(path);
            },
            [typeof(GptTrace<double>)] = draw =>
                Model(draw)
                    .Trace(
                        Indices.Of([
                            [0, 1, 2],
                        ])
                    ),
            [typeof(ModelSummary)] = draw => Model(draw).Summary(),
            [typeof(ModelTable)] = _ => ModelTable.ToGpt2(Small),
            [typeof(System.Collections.Immutable.ImmutableArray<int>)] = draw =>
                System.Collections.Immutable.ImmutableArray.Create(draw.Next(5), draw.Next(5)),
        };

    /// <summary>The model that is drawn where nothing is wrong with it: five tokens, as the items have. A new object each time, as the
    /// setters are called, too.</summary>
    public static GptConfig Small =>
        new()
        {
            VocabularySize = 5,
            ContextLength = 8,
            ChannelCount = 8,
            HeadCount = 2,
            LayerCount = 1,
        };

    private static GptConfig Config(HostileArguments draw)
    {
        var config = Small with { Positions = (PositionKind)draw.Next(2) };
        if (draw.IsTame)
        {
            return config;
        }
        var size = Sizes[draw.Next(Sizes.Length)];
        var number = (double)draw.Of(typeof(double))!;
        return draw.Next(12) switch
        {
            0 => config with { VocabularySize = size },
            1 => config with { ContextLength = size },
            2 => config with { ChannelCount = size },
            3 => config with { HeadCount = size },
            4 => config with { LayerCount = Math.Min(size, 3) },
            5 => config with { KeyValueHeadCount = size },
            6 => config with { DropoutRate = number },
            7 => config with { LayerNormEpsilon = number },
            8 => config with { RotaryBase = number },
            9 => config with { Norm = (NormKind)draw.Next(4) },
            10 => config with { FeedForward = (FeedForwardKind)draw.Next(5) },
            _ => config,
        };
    }

    private static TrainingOptions Options(HostileArguments draw)
    {
        var options = new TrainingOptions
        {
            Steps = 3,
            BatchSize = 2,
            WarmUpSteps = 1,
            EvaluationInterval = draw.Next(2),
        };
        if (draw.IsTame)
        {
            return options;
        }
        var size = Sizes[draw.Next(Sizes.Length)];
        var number = (double)draw.Of(typeof(double))!;
        return draw.Next(12) switch
        {
            0 => options with { Steps = Math.Min(size, 3) },
            1 => options with { BatchSize = size },
            2 => options with { WarmUpSteps = size },
            3 => options with { EvaluationInterval = size },
            4 => options with { Patience = size },
            5 => options with { MicroBatchSize = size },
            6 => options with { LearningRate = number },
            7 => options with { Beta1 = number },
            8 => options with { WeightDecay = number },
            9 => options with { MaxGradientNorm = number },
            10 => options with { MaxLossFactor = number },
            _ => options,
        };
    }

    private static Gpt<double> Model(HostileArguments draw) =>
        new(draw.Tamely(() => Config(draw)), new RandomGenerator(draw.Next(3)));

    private static Trainer<double> Trainer(HostileArguments draw) =>
        new(Model(draw), new ItemData(Items, seed: 1), draw.Tamely(() => Options(draw)));

    private sealed class NoProgress : IProgress<TrainingStep>
    {
        public void Report(TrainingStep value) { }
    }
}
