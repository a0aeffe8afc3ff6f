namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: from this to GPT-2.</summary>
public static class ToGpt2
{
    public static void Sizes(TextWriter Console)
    {
        #region Sizes
        var table = ModelTable.ToGpt2(new GptConfig { VocabularySize = 27 });
        foreach (var row in table.Sizes.Concat(table.Weights).Append(table.WeightTotal))
        {
            Console.WriteLine($"{row.Name, -20} {row.Here, 10:N0} {row.There, 12:N0}");
        }
        #endregion
    }

    public static void Work(TextWriter Console)
    {
        #region Work
        var table = ModelTable.ToGpt2(new GptConfig { VocabularySize = 27 });
        foreach (var row in table.Operations.Append(table.OperationTotal))
        {
            Console.WriteLine($"{row.Name, -22} {row.Here, 10:N0} {row.There, 14:N0}");
        }
        #endregion
    }

    public static void SameClass(TextWriter Console)
    {
        #region SameClass
        GptConfig config = GptConfig.Gpt2;
        Console.WriteLine($"L {config.LayerCount}, H {config.HeadCount}, C {config.ChannelCount}");
        Console.WriteLine(
            $"D {config.HeadSize}, T {config.ContextLength}, V {config.VocabularySize}"
        );
        #endregion
    }
}
