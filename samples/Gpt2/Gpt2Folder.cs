using TinyAutograd.Transformer;

/// <summary>The files of a published GPT-2: weights, sizes and vocabulary.</summary>
internal sealed class Gpt2Folder(string path)
{
    /// <summary>Which files are needed, and where they are published.</summary>
    public const string Needed = """
        GPT-2 needs a folder with these files, which are published at https://huggingface.co/openai-community/gpt2
        (larger ones at gpt2-medium, gpt2-large and gpt2-xl beside it):

          model.safetensors   the weights, 548 MB
          config.json         the sizes; without it they follow from the weights
          vocab.json          the tokens; or encoder.json, as it was first called
          merges.txt          the pairs that merge; or vocab.bpe, as it was first called

        For example:

          mkdir gpt2
          for file in model.safetensors config.json vocab.json merges.txt; do
            curl -L -o gpt2/$file https://huggingface.co/openai-community/gpt2/resolve/main/$file
          done
        """;

    // Hugging Face's names, and those of the first publication.
    private static readonly string[] Merges = ["merges.txt", "vocab.bpe"];
    private static readonly string[] Vocabulary = ["vocab.json", "encoder.json"];

    /// <summary>The needed files that are not there.</summary>
    public IReadOnlyList<string> Missing =>
        [
            .. new string[][] { [Gpt2Files.WeightsName], Vocabulary, Merges }
                .Where(names => Find(names) is null)
                .Select(names => string.Join(" or ", names)),
        ];

    /// <exception cref="InvalidDataException">A file is damaged, or they do not belong together.</exception>
    public (Gpt<float> Model, BytePairTokenizer Tokenizer) Load()
    {
        var tokenizer = BytePairTokenizer.LoadGpt2(Find(Merges)!, Find(Vocabulary)!);
        var model = Gpt2Files.Load<float>(path);
        return model.Config.VocabularySize == tokenizer.VocabularySize
            ? (model, tokenizer)
            : throw new InvalidDataException(
                $"The weights in '{path}' know {model.Config.VocabularySize:N0} tokens, the vocabulary beside them has {tokenizer.VocabularySize:N0}: they belong to different models."
            );
    }

    private string? Find(string[] names) =>
        names.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists);
}
