using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>A model at a glance: its tensors, and what it takes to run and to train it. <see cref="ToString"/> is the table.</summary>
/// <param name="Tensors">The tensors, named as in files: <c>h.0.attn.c_attn.weight</c>; a tied head is no tensor of its own.</param>
/// <param name="ForwardOperationCount">See <see cref="GptConfig.ForwardOperationCount"/>: per token.</param>
/// <param name="TrainingOperationCount">See <see cref="GptConfig.TrainingOperationCount"/>: per token.</param>
/// <param name="WeightBytes">Memory of the weights, bytes.</param>
/// <param name="TrainingBytes">Memory of weights, their gradients and AdamW's two moments, bytes; what the tape keeps for a batch comes on top.</param>
/// <param name="CacheBytes">Memory of keys and values of a full context, bytes: 2·L·T·K numbers.</param>
public sealed record ModelSummary(
    ModuleSummary Tensors,
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
        var text = new StringBuilder(Tensors.ToString());
        text.Append(
            CultureInfo.InvariantCulture,
            $"operations per token  {ForwardOperationCount:N0} forward, {TrainingOperationCount:N0} in training\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"memory in bytes  {WeightBytes:N0} weights, {TrainingBytes:N0} in training, {CacheBytes:N0} cache of a full context\n"
        );
        return text.ToString();
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
            ModuleSummaries.Summary(model),
            config.ForwardOperationCount,
            config.TrainingOperationCount,
            weights * size,
            4 * weights * size,
            2L * config.LayerCount * config.ContextLength * config.KeyChannelCount * size
        );
    }
}
