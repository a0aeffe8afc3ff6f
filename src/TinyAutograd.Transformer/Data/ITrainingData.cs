namespace TinyAutograd.Transformer;

/// <summary>What a <see cref="Trainer{T}"/> trains on, and what it holds out: items one a line (<see cref="ItemData"/>), or a running text in windows
/// (<see cref="TextWindows"/>) that is in memory or in a file.</summary>
public interface ITrainingData
{
    /// <summary>V: tokens are less than this.</summary>
    int VocabularySize { get; }

    /// <summary>The characters that tokens stand for, which saved models then hold; null where the vocabulary is kept elsewhere.</summary>
    CharacterTokenizer? Tokenizer { get; }

    /// <summary>The training part in batches.</summary>
    /// <param name="contextLength">T, number of positions.</param>
    /// <param name="batchSize">B, rows per batch.</param>
    /// <param name="seed">Decides the order of each epoch.</param>
    /// <exception cref="ArgumentException">The data do not fit into such a context.</exception>
    ShuffledBatches Batches(int contextLength, int batchSize, long seed);

    /// <summary>The held-out part.</summary>
    /// <param name="contextLength">T, number of positions.</param>
    /// <exception cref="ArgumentException">The data do not fit into such a context.</exception>
    IExamples HeldOutExamples(int contextLength);

    /// <summary>SHA-256 of both parts, as 64 hexadecimal digits: equal only for the same data in the same split. Checkpoints name their data by it.</summary>
    string Hash();
}
