namespace TinyAutograd.Docs.Code;

/// <summary>How-to: export to ONNX.</summary>
public static class ExportOnnx
{
    public static void Save(TextWriter Console)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("model.onnx");

        #region Save
        var config = new GptConfig { VocabularySize = 27, ContextLength = 8 };
        var model = new Gpt<float>(config, new RandomGenerator(seed: 1));
        OnnxFile.Save(path, model);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!))
        {
            Console.WriteLine($"{Path.GetFileName(file)}: {config.WeightCount} weights");
        }
        #endregion
    }

    public static void Expected(TextWriter Console)
    {
        var config = new GptConfig { VocabularySize = 27, ContextLength = 8 };
        var model = new Gpt<float>(config, new RandomGenerator(seed: 1));

        #region Expected
        var tokens = Indices.Of(3, 1, 20).Reshape([1, 3]); // (B, T), what the graph calls "tokens"
        var logits = model.Forward(tokens); // (B, T, V), what the graph calls "logits"
        Console.WriteLine($"{logits.Shape}, most likely next: {logits[0, ^1].ArgMax()}");
        #endregion
    }
}
