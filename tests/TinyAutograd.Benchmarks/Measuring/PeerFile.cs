using System.Globalization;

namespace TinyAutograd.Benchmarks;

/// <summary>Hands weights and tokens to a peer: one safetensors file, sizes and the learning rate as metadata.</summary>
internal static class PeerFile
{
    /// <summary>Writes weights and batches of work that has not begun.</summary>
    /// <param name="path">The file.</param>
    /// <param name="work">The work.</param>
    public static void Save(string path, TrainingWork work) =>
        Save(
            path,
            work.Model,
            work.Config.LearningRate,
            Joined("tokens", work.Batches.Select(batch => batch.Tokens)),
            Joined("targets", work.Batches.Select(batch => batch.Targets))
        );

    /// <summary>Writes weights and the tokens to decode.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The weights.</param>
    /// <param name="tokens">The tokens, in order.</param>
    public static void Save(string path, Gpt<float> model, Indices tokens) =>
        Save(path, model, learningRate: 0, SafetensorsTensor.Of("tokens", tokens));

    private static void Save(
        string path,
        Gpt<float> model,
        double learningRate,
        params SafetensorsTensor[] tokens
    )
    {
        var weights = model.Parameters.Select(parameter =>
            SafetensorsTensor.Of(parameter.Name, parameter.Value)
        );
        Safetensors.Save(
            path,
            [.. weights, .. tokens],
            new Dictionary<string, string>
            {
                ["layers"] = model.Config.LayerCount.ToString(CultureInfo.InvariantCulture),
                ["heads"] = model.Config.HeadCount.ToString(CultureInfo.InvariantCulture),
                ["learningRate"] = learningRate.ToString(CultureInfo.InvariantCulture),
            }
        );
    }

    // (number of batches, B, T)
    private static SafetensorsTensor Joined(string name, IEnumerable<Indices> batches)
    {
        var all = batches.ToArray();
        var shape = all[0].Shape.Insert(0, all.Length);
        return SafetensorsTensor.Of(
            name,
            Indices.Of([.. all.SelectMany(batch => batch.ToArray())], shape)
        );
    }
}
