namespace TinyAutograd.Transformer;

/// <summary>Rows of T tokens with the targets of each position, by number.</summary>
public interface IExamples
{
    /// <summary>Number of examples, at least 1.</summary>
    int Count { get; }

    /// <summary>T, positions per example.</summary>
    int ContextLength { get; }

    /// <summary>Reads one example.</summary>
    /// <param name="index">From 0 to below <see cref="Count"/>.</param>
    /// <param name="tokens">Receives T tokens.</param>
    /// <param name="targets">Receives T targets; <see cref="Batch.Ignored"/> where nothing is to be predicted.</param>
    void Read(int index, Span<int> tokens, Span<int> targets);
}
