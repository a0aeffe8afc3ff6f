namespace TinyAutograd.Docs.Code;

/// <summary>How-to: choose the parts of a GPT.</summary>
public static class ChooseAModel
{
    public static void Options(TextWriter Console)
    {
        #region Options
        var config = new GptConfig
        {
            VocabularySize = 27,
            Positions = PositionKind.Rotary, // queries and keys are turned by their place
            Norm = NormKind.RmsNorm,
            FeedForward = FeedForwardKind.SwiGlu,
            KeyValueHeadCount = 2, // each pair of the 4 query heads shares its keys and values
            HasBiases = false,
            HasTiedHead = false,
        };
        var model = new Gpt<float>(config, new RandomGenerator(seed: 1));
        foreach (
            var parameter in model.Parameters.Where(x =>
                !x.Name.Contains("h.1", StringComparison.Ordinal)
            )
        )
        {
            Console.WriteLine($"{parameter.Name} {parameter.Value.Shape}");
        }
        #endregion
    }

    public static void Counts(TextWriter Console)
    {
        #region Counts
        var plain = new GptConfig { VocabularySize = 27 };
        GptConfig[] variants =
        [
            plain,
            plain with
            {
                Positions = PositionKind.Rotary,
            },
            plain with
            {
                Norm = NormKind.RmsNorm,
            },
            plain with
            {
                FeedForward = FeedForwardKind.SwiGlu,
            },
            plain with
            {
                KeyValueHeadCount = 1,
            },
        ];
        foreach (var config in variants)
        {
            Console.WriteLine(
                $"{config.Positions}, {config.Norm}, {config.FeedForward}, {config.KeyValueHeadCount ?? config.HeadCount} heads of keys: "
                    + $"{config.WeightCount} weights, {config.ForwardOperationCount} operations"
            );
        }
        #endregion
    }

    public static void Refused(TextWriter Console)
    {
        #region Refused
        try
        {
            new GptConfig
            {
                VocabularySize = 27,
                HeadCount = 4,
                KeyValueHeadCount = 3,
            }.Validate();
        }
        catch (ArgumentException error)
        {
            Console.WriteLine(error.Message);
        }
        #endregion
    }
}
