using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>What the loss does without one head.</summary>
/// <param name="Layer">From 0.</param>
/// <param name="Head">From 0.</param>
/// <param name="Loss">Mean negative log-likelihood of the whole model, nats per predicted token.</param>
/// <param name="LossWithout">The same with the head's result set to 0.</param>
public sealed record HeadAblation(int Layer, int Head, double Loss, double LossWithout)
{
    /// <summary>What the head is worth in nats per predicted token: positive if the model needs it.</summary>
    public double Difference => LossWithout - Loss;
}

public static partial class GptInspection
{
    /// <summary>The logits of the model without one head: its result z = pattern·v is replaced by 0, all else runs as it is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Shape (B, T).</param>
    /// <param name="layer">From 0, below L.</param>
    /// <param name="head">From 0, below H.</param>
    /// <returns>(B, T, V).</returns>
    /// <exception cref="ArgumentException">There is no such head, or the tokens do not fit.</exception>
    /// <remarks>Zero ablation: the bias of the output projection stays. Source: Michel, Levy and Neubig 2019, section 2.3.</remarks>
    public static Variable<T> ForwardWithoutHead<T>(
        this Gpt<T> model,
        Indices tokens,
        int layer,
        int head
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNoHead(model, layer, head);
        var heads = Variable.OneHot<T>(Indices.Scalar(head), model.Config.HeadCount);
        var isKept = (T.One - heads).Reshape([model.Config.HeadCount, 1, 1]); // (H, 1, 1): 0 for the head, 1 for the others
        var name = TraceName.Of(layer, TraceName.HeadResult);
        return model.Trace(tokens, (at, value) => at == name ? value * isKept : value).Logits;
    }

    /// <summary>The loss without one head, for example on held-out items.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batches">At least one prediction in all; each prediction counts the same.</param>
    /// <param name="layer">From 0, below L.</param>
    /// <param name="head">From 0, below H.</param>
    /// <returns>Mean negative log-likelihood in nats per predicted token.</returns>
    /// <exception cref="ArgumentException">There is no such head, there is nothing to predict, or a batch does not fit.</exception>
    public static double LossWithoutHead<T>(
        this Gpt<T> model,
        IEnumerable<Batch> batches,
        int layer,
        int head
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNoHead(model, layer, head);
        return MeanLoss<T>(batches, tokens => model.ForwardWithoutHead(tokens, layer, head));
    }

    /// <summary>What each head is worth: the loss with and without it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batches">See <see cref="LossWithoutHead"/>.</param>
    /// <returns>L·H results, layer by layer.</returns>
    /// <exception cref="ArgumentException">There is nothing to predict, or a batch does not fit.</exception>
    /// <remarks>Cost: 1 + L·H forward passes.</remarks>
    public static IReadOnlyList<HeadAblation> AblateHeads<T>(
        this Gpt<T> model,
        IReadOnlyList<Batch> batches
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var whole = MeanLoss<T>(batches, model.Forward);
        var (layers, heads) = (model.Config.LayerCount, model.Config.HeadCount);
        return
        [
            .. from layer in Enumerable.Range(0, layers)
            from head in Enumerable.Range(0, heads)
            select new HeadAblation(
                layer,
                head,
                whole,
                model.LossWithoutHead(batches, layer, head)
            ),
        ];
    }

    private static double MeanLoss<T>(
        IEnumerable<Batch> batches,
        Func<Indices, Variable<T>> logitsOf
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batches);
        var sum = 0.0;
        var count = 0L;
        foreach (var batch in batches)
        {
            ArgumentNullException.ThrowIfNull(batch, nameof(batches));
            if (batch.PredictionCount == 0)
            {
                continue;
            }
            using var workspace = new Workspace<T>();
            var logits = logitsOf(batch.Tokens); // (B, T, V)
            var loss = logits
                .Reshape([batch.Targets.Length, logits.Shape[-1]]) // (B·T, V)
                .CrossEntropy(
                    batch.Targets.Reshape([batch.Targets.Length]),
                    ignoreIndex: Batch.Ignored
                ); // ()
            sum += double.CreateChecked(loss.Item()) * batch.PredictionCount;
            count += batch.PredictionCount;
        }
        return count > 0
            ? sum / count
            : throw new ArgumentException("There is nothing to predict.", nameof(batches));
    }

    private static void ThrowIfNoHead<T>(Gpt<T> model, int layer, int head)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        var (layers, heads) = (model.Config.LayerCount, model.Config.HeadCount);
        if ((uint)layer >= (uint)layers || (uint)head >= (uint)heads)
        {
            throw new ArgumentOutOfRangeException(
                nameof(head),
                $"There is no head {head} in layer {layer}: this model has {layers} layers with {heads} heads, counted from 0."
            );
        }
    }
}
