namespace TinyTransformerLab;

/// <summary>Saved models: the only place of the lab that knows their format.</summary>
internal static class ModelFile
{
    /// <summary>Writes a session's training, whole or not at all: as a model, and as something to resume.</summary>
    public static void Save(string path, LabSession session) => session.Save(path);

    /// <summary>Goes on with a saved training where it stopped, bit for bit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">Which data it had, and how many steps it shall have in all.</param>
    public static LabSession Resume(string path, LabRequest request) =>
        LabSession.Resume(path, request.Config, request.Steps);

    /// <summary>Throws now if <see cref="Save"/> could not write later.</summary>
    public static void ThrowIfNotWritable(string path) => GptFile.ThrowIfNotWritable(path);

    /// <summary>A session to look at a saved model with. The data may have fewer characters than the model knows.</summary>
    public static LabSession Open(string path, LabConfig config)
    {
        var (model, tokenizer) = GptFile.Load<float>(path);
        return LabSession.Around(config, model, tokenizer);
    }

    /// <summary>A session to train a saved model further. The data must have the characters that it was trained on.</summary>
    public static LabSession Continue(string path, LabConfig config)
    {
        var session = Open(path, config);
        var occurring = CharacterTokenizer
            .FromItems(session.Items.Training.Concat(session.Items.HeldOut))
            .Characters;
        return occurring == session.Tokenizer.Characters
            ? session
            : throw new ArgumentException(
                $"The model '{path}' knows the letters \"{session.Tokenizer.Characters}\", the data has \"{occurring}\". They must be the same."
            );
    }
}
