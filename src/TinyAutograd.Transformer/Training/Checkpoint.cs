using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A training as a file holds it: what <see cref="CheckpointFile.Load"/> gives. Immutable.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Checkpoint<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly string path;
    private readonly OptimizerState<T> state;
    private readonly string dataHash;
    private readonly IReadOnlyDictionary<string, Variable<T>> weights;
    private readonly IReadOnlyDictionary<string, Variable<T>> bestWeights;
    private readonly TrainingProgress progress;

    internal Checkpoint(
        string path,
        Gpt<T> model,
        CharacterTokenizer? tokenizer,
        TrainingOptions options,
        TrainingProgress progress,
        OptimizerState<T> state,
        IReadOnlyDictionary<string, Variable<T>> bestWeights,
        string dataHash,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        (this.path, this.state, this.dataHash) = (path, state, dataHash);
        weights = model.ExportParameters();
        Config = model.Config;
        (Tokenizer, Options, Metadata) = (tokenizer, options, metadata);
        (this.progress, this.bestWeights) = (progress, bestWeights);
    }

    /// <summary>The sizes of the model.</summary>
    public GptConfig Config { get; }

    /// <summary>The vocabulary; null where the data have tokens whose vocabulary is kept elsewhere.</summary>
    public CharacterTokenizer? Tokenizer { get; }

    /// <summary>How it was trained when it was saved: the rate is the peak, the batch size the present one.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Number of updates so far.</summary>
    public int StepCount => progress.StepCount;

    /// <summary>Where in the data the next batch begins.</summary>
    public DataPosition Position => progress.Position;

    /// <summary>How the held-out losses had gone.</summary>
    public EvaluationProgress Evaluation => progress.Evaluation;

    /// <summary>The texts that the caller of <see cref="CheckpointFile.Save"/> gave.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>A trainer of a new model that continues with the same bits.</summary>
    /// <param name="data">The data that the model was trained on: the same items in the same split.</param>
    /// <param name="options">How to go on, for example <c>checkpoint.Options with { Steps = 10_000 }</c>; as before unless told.</param>
    /// <returns>The trainer, at <see cref="StepCount"/>.</returns>
    /// <exception cref="ArgumentException">It is other data, or an option is out of range.</exception>
    /// <exception cref="InvalidDataException">The file does not fit the data that it names.</exception>
    /// <remarks>One thing a file does not hold: the weights from before the last update. If the first step after it diverges, the
    /// weights stay those of the file.</remarks>
    public Trainer<T> Resume(ITrainingData data, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Hash() is var hash && hash != dataHash)
        {
            throw new ArgumentException(
                $"Checkpoint '{path}' was trained on other data: their SHA-256 is {Shorten(dataHash)}, that of these {Shorten(hash)}. "
                    + "Give the same items or text, seed and held-out share.",
                nameof(data)
            );
        }
        if (
            Config.VocabularySize != data.VocabularySize
            || Tokenizer?.Characters != data.Tokenizer?.Characters
        )
        {
            throw CheckpointFile.Unusable(
                path,
                "its vocabulary is not that of the data that it names."
            );
        }
        var trainer = new Trainer<T>(CreateModel(), data, options ?? Options);
        if (Position.Item >= trainer.ExampleCount)
        {
            throw CheckpointFile.Unusable(
                path,
                $"its position is behind the {trainer.ExampleCount} examples of the data that it names."
            );
        }
        trainer.Restore(state, progress, bestWeights);
        return trainer;
    }

    /// <summary>A new model with the weights of the file.</summary>
    public Gpt<T> CreateModel()
    {
        var model = new Gpt<T>(Config, new RandomGenerator(0));
        model.LoadParameters(weights);
        return model;
    }

    private static string Shorten(string hash) => hash.Length > 12 ? $"{hash[..12]}…" : hash;
}
