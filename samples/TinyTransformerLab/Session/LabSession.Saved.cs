namespace TinyTransformerLab;

/// <content>A session around weights that were trained before.</content>
public sealed partial class LabSession
{
    private bool hasSavedWeights;

    /// <summary>A session at step 0 of a new training whose weights come from a file.</summary>
    /// <param name="config">What to build; the sizes are those of the model.</param>
    /// <param name="model">The weights.</param>
    /// <param name="tokenizer">The model's vocabulary.</param>
    /// <exception cref="ArgumentException">A setting is impossible, or the items do not fit the model.</exception>
    /// <exception cref="IOException">The data file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The data file is not text, or holds too little.</exception>
    public static LabSession Around(
        LabConfig config,
        Gpt<float> model,
        CharacterTokenizer tokenizer
    )
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        var sizes = model.Config;
        config = config with
        {
            LayerCount = sizes.LayerCount,
            HeadCount = sizes.HeadCount,
            ChannelCount = sizes.ChannelCount,
            ContextLength = sizes.ContextLength,
        };
        var data = LabData.Of(config);
        if (data.Items.Tokenizer.Characters != tokenizer.Characters)
        {
            data = data with { Items = data.Items.WithVocabulary(tokenizer) };
        }
        return new LabSession(
            config,
            data,
            new Trainer<float>(model, data.Items, TrainingOf(config))
        )
        {
            hasSavedWeights = true,
        };
    }
}
