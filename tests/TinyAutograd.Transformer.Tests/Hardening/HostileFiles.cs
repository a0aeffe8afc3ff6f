namespace TinyAutograd.Transformer.Tests.Hardening;

/// <summary>Sound files of every kind that this package reads, so that a path leads to the wrong one as often as to the right one.</summary>
internal static class HostileFiles
{
    private static readonly string[] Items = ["ab", "abc", "cad", "dab"];

    /// <summary>A token file.</summary>
    public static byte[] Tokens { get; } =
        Saved(path => TokenFile.Write(path, [0, 1, 2, 3, 4, 0, 1], 5));

    /// <summary>By what they hold.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } =
        new Dictionary<string, byte[]>
        {
            ["tokens"] = Tokens,
            ["model"] = Saved(path =>
                GptFile.Save(
                    path,
                    new Gpt<double>(TransformerMakers.Small, new RandomGenerator(1)),
                    CharacterTokenizer.FromItems(Items)
                )
            ),
            ["tokenizer"] = Saved(path =>
                BytePairTokenizer
                    .Train(
                        Items,
                        new BytePairTrainingOptions { VocabularySize = 258, MinimumCount = 1 }
                    )
                    .SaveTokenizerJson(path)
            ),
            ["items"] = "ab\nabc\ncad\n"u8.ToArray(),
        };

    private static byte[] Saved(Action<string> save)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "file");
        save(path);
        return File.ReadAllBytes(path);
    }
}
