namespace TinyAutograd.Transformer;

/// <content>Files.</content>
public sealed partial class BytePairTokenizer
{
    /// <summary>Reads GPT-2's two files. Tokens that no merge makes, such as <see cref="EndOfText"/>, are special.</summary>
    /// <param name="mergesPath"><c>vocab.bpe</c>, elsewhere called <c>merges.txt</c>: one merge a line.</param>
    /// <param name="vocabularyPath"><c>encoder.json</c>, elsewhere called <c>vocab.json</c>: tokens by their spelling.</param>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names it and says why.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static BytePairTokenizer LoadGpt2(string mergesPath, string vocabularyPath) =>
        Gpt2VocabularyFiles.Read(
            TokenizerFile.Source(mergesPath),
            TokenizerFile.Read(mergesPath),
            TokenizerFile.Source(vocabularyPath),
            TokenizerFile.Read(vocabularyPath)
        );

    /// <summary>Reads a <c>tokenizer.json</c> of Hugging Face's library: model "BPE", pre-tokenizer "ByteLevel", no normalizer.</summary>
    /// <param name="path">The file. What it says about truncation, padding and marks around a whole text is left to the caller.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be, or asks for something else; the message names it and says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static BytePairTokenizer LoadTokenizerJson(string path) =>
        TokenizerJsonReader.Read(TokenizerFile.Source(path), TokenizerFile.Read(path));

    /// <summary>Writes GPT-2's two files, each whole or not at all. Loaded and saved, GPT-2's own files are the same to the byte.</summary>
    /// <param name="mergesPath"><c>vocab.bpe</c>; replaced if it exists.</param>
    /// <param name="vocabularyPath"><c>encoder.json</c>; replaced if it exists.</param>
    /// <exception cref="InvalidOperationException">This tokenizer has something that the files cannot say; the message names it. Use
    /// <see cref="SaveTokenizerJson"/>.</exception>
    /// <exception cref="IOException">A file cannot be written. Neither is replaced before both are written beside their places.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, or is a folder.</exception>
    public void SaveGpt2(string mergesPath, string vocabularyPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mergesPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(vocabularyPath);
        Gpt2VocabularyFiles.ThrowIfInexpressible(Vocabulary, HasPrefixSpace);
        TokenizerFile.Write(
            (mergesPath, Gpt2VocabularyFiles.MergesOf(Vocabulary)),
            (vocabularyPath, Gpt2VocabularyFiles.TokensOf(Vocabulary))
        );
    }

    /// <summary>Writes a <c>tokenizer.json</c> that <see cref="LoadTokenizerJson"/> and Hugging Face's library read; whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, or is a folder.</exception>
    public void SaveTokenizerJson(string path) =>
        TokenizerFile.Write((path, TokenizerJsonWriter.Bytes(Vocabulary, HasPrefixSpace)));
}
