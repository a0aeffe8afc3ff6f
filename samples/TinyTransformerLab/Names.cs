namespace TinyTransformerLab;

/// <summary>A generated item and whether the data holds it.</summary>
internal sealed record GeneratedName(string Text, bool IsKnown);

/// <summary>Lets a model invent items.</summary>
internal static class Names
{
    public static void Generate(
        Gpt<float> model,
        CharacterTokenizer tokenizer,
        ItemData data,
        LabSettings settings,
        Reporter reporter
    )
    {
        if (settings.Count < 0)
        {
            throw new ArgumentException($"--count is {settings.Count}; it must be 0 or more.");
        }
        var known = data.Training.Concat(data.HeldOut).ToHashSet(StringComparer.Ordinal);
        var generator = new TextGenerator<float>(model, tokenizer);
        var random = settings.RandomFor(Purpose.Generation);
        var names = new List<GeneratedName>();
        for (var i = 0; i < settings.Count; i++)
        {
            var text = generator.Generate(
                random,
                new SamplingOptions { Temperature = settings.Temperature }
            );
            names.Add(new GeneratedName(text, known.Contains(text)));
        }
        reporter.Generated(names, settings.Temperature);
    }
}
