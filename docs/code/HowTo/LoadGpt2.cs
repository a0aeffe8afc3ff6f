namespace TinyAutograd.Docs.Code;

/// <summary>How-to: load GPT-2.</summary>
public static class LoadGpt2
{
    private static string Continue(string folder, string prompt)
    {
        #region Continue
        var model = Gpt2Files.Load<float>(folder); // config.json and model.safetensors
        var tokenizer = BytePairTokenizer.LoadGpt2(
            Path.Combine(folder, "merges.txt"),
            Path.Combine(folder, "vocab.json")
        );
        var generator = new TextGenerator<float>(model, tokenizer);
        return generator.Generate(
            new RandomGenerator(seed: 1),
            new SamplingOptions { Temperature = 0.8, TopK = 40 },
            prompt,
            new GenerationLimits { MaximumTokenCount = 20 }
        );
        #endregion
    }

    public static void SmallFolder(TextWriter Console)
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;

        #region SmallFolder
        var tokenizer = BytePairTokenizer.Train(
            ["the cat sat on the mat", "the dog sat on the log"],
            new BytePairTrainingOptions { VocabularySize = 270 }
        );
        tokenizer.SaveGpt2(Path.Combine(folder, "merges.txt"), Path.Combine(folder, "vocab.json"));
        var config = new GptConfig { VocabularySize = tokenizer.VocabularySize };
        Gpt2Files.Save(folder, new Gpt<float>(config, new RandomGenerator(seed: 1)));
        foreach (var file in Directory.EnumerateFiles(folder).Order())
        {
            Console.WriteLine(Path.GetFileName(file));
        }
        #endregion

        if (!Continue(folder, "the cat").StartsWith("the cat", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("A continuation begins with its prompt.");
        }
    }
}
