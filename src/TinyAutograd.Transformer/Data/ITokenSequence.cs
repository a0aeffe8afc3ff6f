namespace TinyAutograd.Transformer;

/// <summary>A long text as tokens: in memory (<see cref="TokenList"/>) or in a file (<see cref="TokenFile"/>).</summary>
public interface ITokenSequence
{
    /// <summary>Number of tokens.</summary>
    long Count { get; }

    /// <summary>V: tokens are less than this.</summary>
    int VocabularySize { get; }

    /// <summary>SHA-256 of the tokens, as 64 hexadecimal digits.</summary>
    string Hash { get; }

    /// <summary>Copies tokens.</summary>
    /// <param name="begin">Number of the first one.</param>
    /// <param name="tokens">Receives as many as it has room for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    /// <exception cref="InvalidDataException">A token is not in the vocabulary: the file is damaged.</exception>
    void Read(long begin, Span<int> tokens);
}
