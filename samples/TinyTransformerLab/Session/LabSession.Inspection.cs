namespace TinyTransformerLab;

/// <content>Looking into the model.</content>
public sealed partial class LabSession
{
    private const int HeadKindItems = 100;
    private const int AblationItems = 200;

    // Over a hundred items the margin of a head that looks at random stays within about 0.02.
    private const double HabitMargin = 0.1;

    private const long TrickSeed = 1;
    private static readonly int[] DialSizes = [1, 8, 64, 256];
    private const int DialSamples = 4_000;

    private IReadOnlyList<DotProductVariance>? dial;

    /// <summary>Where the parameters stand in a <see cref="WeightSnapshot"/>.</summary>
    public IReadOnlyList<WeightPlace> WeightLayout
    {
        get
        {
            var offset = 0;
            var places = new List<WeightPlace>();
            foreach (var parameter in Model.Parameters)
            {
                int[] shape =
                [
                    .. Enumerable
                        .Range(0, parameter.Shape.Rank)
                        .Select(axis => parameter.Shape[axis]),
                ];
                places.Add(new WeightPlace(parameter.Name, shape, offset));
                offset += parameter.Shape.ElementCount;
            }
            return places;
        }
    }

    /// <summary>Where every head looks while the model reads a word.</summary>
    public AttentionView Attend(string word)
    {
        var read = Read(word);
        return new AttentionView(
            trainer.StepCount,
            read,
            Model.AttentionMaps(Tokenizer, read.Used),
            HeadKinds()
        );
    }

    /// <summary>What the loss on held-out items does without one head after the other.</summary>
    public AblationView Ablate()
    {
        var batches = AblationBatches();
        return new AblationView(
            trainer.StepCount,
            batches.Sum(batch => batch.Tokens.Shape[0]),
            Model.AblateHeads(batches)
        );
    }

    /// <summary>What the loss on held-out items does without one head.</summary>
    /// <exception cref="ArgumentException">There is no such head.</exception>
    public AblationView Ablate(int layer, int head)
    {
        ThrowIfNoHead(layer, head);
        var batches = AblationBatches();
        var whole = batches.Sum(batch => LossOf(batch) * batch.PredictionCount);
        return new AblationView(
            trainer.StepCount,
            batches.Sum(batch => batch.Tokens.Shape[0]),
            [
                new HeadAblation(
                    layer,
                    head,
                    whole / batches.Sum(batch => batch.PredictionCount),
                    Model.LossWithoutHead(batches, layer, head)
                ),
            ]
        );
    }

    /// <summary>What the model would say after the embedding and after each block.</summary>
    public LensView Lens(string word)
    {
        var read = Read(word);
        return new LensView(
            trainer.StepCount,
            read,
            TokensOf(read),
            [.. Enumerable.Range(0, Tokenizer.VocabularySize).Select(Tokenizer.Decode)],
            Model.LogitLens(Tokenizer, read.Used)
        );
    }

    /// <summary>Why a letter of a word comes where it does.</summary>
    /// <param name="word">The word.</param>
    /// <param name="index">Number of the letter, from 0; the word's length for the end mark; the last letter unless told.</param>
    /// <exception cref="ArgumentException">There is no such letter.</exception>
    public ExplainView Explain(string word, int? index = null)
    {
        var read = Read(word);
        var last = TokensOf(read).Length - 1;
        return new ExplainView(
            trainer.StepCount,
            read,
            Model.Explain(Tokenizer, read.Used, index ?? Math.Max(0, last - 1))
        );
    }

    /// <summary>From an average of the past to a trained head.</summary>
    /// <exception cref="ArgumentException">There is no such head.</exception>
    public TrickView Trick(string word, int layer, int head, long seed = TrickSeed)
    {
        ThrowIfNoHead(layer, head);
        var read = Read(word);
        dial ??=
        [
            .. DialSizes.Select(size => DotProductVariance.Measure(size, DialSamples, TrickSeed)),
        ];
        return new TrickView(
            trainer.StepCount,
            read,
            Model.Trick(Tokenizer, read.Used, layer, head, seed),
            Toy(),
            dial
        );
    }

    /// <summary>The weights as they are.</summary>
    public WeightSnapshot Snapshot() =>
        new(trainer.StepCount, trainer.HeldOutLoss(), Weights(), HeadKinds());

    /// <summary>The held-out items that ablation reads: a page that computes by itself needs them.</summary>
    public IReadOnlyList<string> ProbeItems => [.. data.Items.HeldOut.Take(AblationItems)];

    /// <summary>All items that are trained on or held out, for verdicts.</summary>
    public ItemData Items => data.Items;

    private IReadOnlyList<HeadKindReport> HeadKinds() =>
        Model.HeadKinds(Tokenizer, data.Items.HeldOut.Take(HeadKindItems), HabitMargin);

    private Batch[] AblationBatches() =>
        [
            .. ProbeItems
                .Chunk(64)
                .Select(rows => Batch.Of(Tokenizer, rows, Model.Config.ContextLength)),
        ];

    private double LossOf(Batch batch)
    {
        using var workspace = new Workspace<float>();
        return Model.Loss(batch).Item();
    }

    private static string[] TokensOf(LabWord word) =>
        [
            CharacterTokenizer.MarkText,
            .. word.Used.EnumerateRunes().Select(rune => rune.ToString()),
        ];

    private void ThrowIfNoHead(int layer, int head)
    {
        if ((uint)layer >= (uint)Info.LayerCount || (uint)head >= (uint)Info.HeadCount)
        {
            throw new ArgumentException(
                $"There is no head {head + 1} in layer {layer + 1}: this model has {Info.LayerCount} layers with {Info.HeadCount} heads."
            );
        }
    }

    private static TrickToy Toy()
    {
        using var workspace = new Workspace<double>();
        var x = Variable.Of<double>([
            [1, 0],
            [3, 2],
            [2, 4],
            [6, 2],
        ]); // (4, 2)
        var mixture = PastAverage.Product(x);
        return new TrickToy(Rows(x), Rows(mixture.Weights), Rows(mixture.Result));
    }

    private static double[][] Rows(Variable<double> matrix) =>
        [
            .. Enumerable
                .Range(0, matrix.Shape[0])
                .Select(row =>
                    matrix.AsSpan().Slice(row * matrix.Shape[1], matrix.Shape[1]).ToArray()
                ),
        ];
}
