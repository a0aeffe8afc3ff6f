namespace TinyTransformerLab;

/// <summary>A model in training, and every way to look at it. It returns records and knows no user interface, no clock and no thread.</summary>
/// <remarks>Use it from one thread at a time. The same configuration and the same calls that change it give the same records, bit for bit;
/// looking changes nothing.</remarks>
public sealed partial class LabSession
{
    private const double CountSmoothing = 0.1;

    private readonly LabData data;
    private readonly Trainer<float> trainer;
    private readonly HashSet<string> training;
    private readonly HashSet<string> heldOut;

    /// <summary>Loads the data and builds a fresh model.</summary>
    /// <param name="config">What to build.</param>
    /// <exception cref="ArgumentException">A setting is impossible, or the items do not fit the model.</exception>
    /// <exception cref="IOException">The data file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The data file is not text, or holds too little.</exception>
    public LabSession(LabConfig config)
        : this(config, LabData.Of(config)) { }

    private LabSession(LabConfig config, LabData data)
        : this(
            config,
            data,
            new Trainer<float>(NewModel(config, data), data.Items, TrainingOf(config))
        ) { }

    private LabSession(
        LabConfig config,
        LabData data,
        Trainer<float> trainer,
        LabProgress? progress = null,
        int? totalSteps = null
    )
    {
        (Config, this.data, this.trainer) = (config, data, trainer);
        training = data.Items.Training.ToHashSet(StringComparer.Ordinal);
        heldOut = data.Items.HeldOut.ToHashSet(StringComparer.Ordinal);
        TotalSteps = totalSteps ?? trainer.Options.Steps;
        Info = Describe();
        Chapters = ChaptersOf(Info);
        if (progress is null)
        {
            Evaluate();
        }
        else
        {
            lettersSeen = progress.LettersSeen;
            recentLosses = new Queue<double>(progress.RecentLosses);
            heldOutLosses.AddRange(progress.HeldOut);
        }
        Babble();
    }

    /// <summary>What the session was built from.</summary>
    public LabConfig Config { get; }

    /// <summary>What is fixed while it trains.</summary>
    public LabInfo Info { get; }

    /// <summary>What the boxes of the strip do, in order.</summary>
    public IReadOnlyList<Chapter> Chapters { get; }

    /// <summary>The model.</summary>
    public Gpt<float> Model => trainer.Model;

    /// <summary>From characters to tokens.</summary>
    public CharacterTokenizer Tokenizer => data.Items.Tokenizer;

    /// <summary>A word to begin with: the first held-out item with at least five letters, or the first at all.</summary>
    public string DefaultWord =>
        data.Items.HeldOut.FirstOrDefault(item => item.Length >= 5) ?? data.Items.HeldOut[0];

    /// <summary>Everything at once, as the tour and the exported page show it.</summary>
    /// <param name="word">What is looked at; the default word unless told.</param>
    /// <param name="sampling">How the ten items are chosen.</param>
    /// <exception cref="ArgumentException">The sampling is impossible.</exception>
    public LabReport Report(string? word = null, SamplingOptions? sampling = null)
    {
        word ??= DefaultWord;
        sampling ??= DefaultSampling;
        return new LabReport(
            Info,
            Chapters,
            State,
            Curve(),
            Samples,
            Check(),
            Tape(),
            Attend(word),
            Ablate(),
            NextLetter("", sampling),
            Generate(10, sampling),
            Lens(word),
            Explain(word),
            Trick(word, layer: 0, head: 0)
        );
    }

    private static Gpt<float> NewModel(LabConfig config, LabData data) =>
        new(
            new GptConfig
            {
                VocabularySize = data.Items.Tokenizer.VocabularySize,
                ContextLength = data.ContextLength,
                LayerCount = config.LayerCount,
                HeadCount = config.HeadCount,
                ChannelCount = config.ChannelCount,
            },
            config.RandomFor(Purpose.Weights)
        );

    private static TrainingOptions TrainingOf(LabConfig config) =>
        config.Training with
        {
            Seed = config.Seed,
        };

    private LabWord Read(string typed) =>
        WordReader.Read(typed, Tokenizer, Model.Config.ContextLength);
}
