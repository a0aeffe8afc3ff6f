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
        var known = data.Training.Concat(data.HeldOut).ToHashSet(StringComparer.Ordinal);
        var generator = new TextGenerator<float>(model, tokenizer);
        var random = settings.RandomFor(Purpose.Generation);
        var names = new List<GeneratedName>();
        for (var i = 0; i < settings.Count; i++)
        {
            var text = generator.Generate(random, settings.Sampling);
            names.Add(new GeneratedName(text, known.Contains(text)));
        }
        reporter.Generated(names, settings.Sampling.Temperature);
    }
}
