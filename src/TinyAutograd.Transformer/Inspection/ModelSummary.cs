using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>One tensor of a model.</summary>
/// <param name="Name">As in files, for example <c>h.0.attn.c_attn.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="WeightCount">Its number of weights.</param>
public sealed record ModelSummaryRow(string Name, Shape Shape, long WeightCount);

/// <summary>A model at a glance: its tensors, and what it takes to run and to train it. <see cref="ToString"/> is the table.</summary>
/// <param name="Rows">The tensors in the order of the model; a tied head is no tensor of its own.</param>
/// <param name="WeightCount">Number of weights of all tensors.</param>
/// <param name="ForwardOperationCount">See <see cref="GptConfig.ForwardOperationCount"/>: per token.</param>
/// <param name="TrainingOperationCount">See <see cref="GptConfig.TrainingOperationCount"/>: per token.</param>
/// <param name="WeightBytes">Memory of the weights, bytes.</param>
/// <param name="TrainingBytes">Memory of weights, their gradients and AdamW's two moments, bytes; what the tape keeps for a batch comes on top.</param>
/// <param name="CacheBytes">Memory of keys and values of a full context, bytes: 2·L·T·K numbers.</param>
public sealed record ModelSummary(
    IReadOnlyList<ModelSummaryRow> Rows,
    long WeightCount,
    long ForwardOperationCount,
    long TrainingOperationCount,
    long WeightBytes,
    long TrainingBytes,
    long CacheBytes
)
{
    /// <summary>The table: a line a tensor, then the totals.</summary>
    public override string ToString()
    {
        string[] heads = ["tensor", "shape", "weights"];
        string[][] lines =
        [
            heads,
            .. Rows.Select(row =>
                (string[])[row.Name, row.Shape.ToString(), Number(row.WeightCount)]
            ),
            ["total", "", Number(WeightCount)],
        ];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line[0].PadRight(widths[0])).Append("  ");
            text.Append(line[1].PadRight(widths[1])).Append("  ");
            text.Append(line[2].PadLeft(widths[2])).Append('\n');
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"operations per token  {ForwardOperationCount:N0} forward, {TrainingOperationCount:N0} in training\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"memory in bytes  {WeightBytes:N0} weights, {TrainingBytes:N0} in training, {CacheBytes:N0} cache of a full context\n"
        );
        return text.ToString();

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }
}

public static partial class GptInspection
{
    /// <summary>The tensors of a model, and what it takes to run and to train it.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The summary.</returns>
    public static ModelSummary Summary<T>(this Gpt<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var (config, size) = (model.Config, (long)Unsafe.SizeOf<T>());
        var weights = model.ParameterCount;
        return new ModelSummary(
            [
                .. model.NamedParameters.Select(pair => new ModelSummaryRow(
                    pair.Key,
                    pair.Value.Shape,
                    pair.Value.Length
                )),
            ],
            weights,
            config.ForwardOperationCount,
            config.TrainingOperationCount,
            weights * size,
            4 * weights * size,
            2L * config.LayerCount * config.ContextLength * config.KeyChannelCount * size
        );
    }
}
