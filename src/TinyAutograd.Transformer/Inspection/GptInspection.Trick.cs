using System.Numerics;

namespace TinyAutograd.Transformer;

public static partial class GptInspection
{
    /// <summary>The five steps from an average of the past to a trained head, over what the head reads.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Of the model's vocabulary.</param>
    /// <param name="text">At most T − 1 characters for a context of T; the mark stands before it.</param>
    /// <param name="layer">From 0: X is the normalised input of its attention.</param>
    /// <param name="head">From 0: the trained head of step 5.</param>
    /// <param name="seed">Draws the weights of step 4: entries normal with variance 1/C, whatever the text.</param>
    /// <returns>X and the steps, with what each claims.</returns>
    /// <exception cref="ArgumentException">There is no such head, the text does not fit, or the vocabularies differ.</exception>
    public static AttentionTrick Trick<T>(
        this Gpt<T> model,
        CharacterTokenizer tokenizer,
        string text,
        int layer,
        int head,
        long seed
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNoHead(model, layer, head);
        var tokens = Prompt.Encode(model, tokenizer, text);
        using var workspace = new Workspace<T>();
        var trace = model.Trace(Prompt.Row(tokens));
        var x = trace[layer, TraceName.AttentionNorm][0]; // (T, C)
        var steps = new TrickSteps<T>(
            x,
            ProjectionOf(model, layer, head),
            RandomProjection<T>(model.Config, seed),
            trace[layer, TraceName.Pattern][0, head]
        );
        return new AttentionTrick(
            layer,
            head,
            [.. tokens.Select(tokenizer.Decode)],
            MatrixRows.Of(x),
            [steps.Loop(), steps.Product(), steps.Softmax(), steps.Random(), steps.Trained()]
        );
    }

    // Queries, keys and values of one head: the columns that belong to it, weights and biases.
    private static Func<Variable<T>, Mixture<T>> ProjectionOf<T>(Gpt<T> model, int layer, int head)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (config, attention) = (model.Config, model.Blocks[layer].Attention);
        var projection = attention.QueryKeyValue;
        return x => PastAverage.Attention(Turned(Part(x, 0)), Turned(Part(x, 1)), Part(x, 2));

        Variable<T> Part(Variable<T> x, int part) // (T, C)
        {
            var columns = attention.Columns(part, head);
            var (start, stop) = (columns.Start.Value, columns.End.Value);
            var y = x.MatMul(projection.Weight.Value.Slice(1, start, stop)); // (T, D)
            return projection.Bias is { } bias ? y + bias.Value.Slice(0, start, stop) : y;
        }

        Variable<T> Turned(Variable<T> x) => // (T, D)
            config.Positions == PositionKind.Rotary
                ? x.RotaryEmbedding(frequencyBase: config.RotaryBase)
                : x;
    }

    // Variance 1/C: where the entries of X have variance 1, those of queries and keys have it too.
    private static Func<Variable<T>, Mixture<T>> RandomProjection<T>(GptConfig config, long seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(seed);
        var (wq, wk, wv) = (Draw(), Draw(), Draw());
        return x => PastAverage.Attention(x.MatMul(wq), x.MatMul(wk), x.MatMul(wv));

        Variable<T> Draw() =>
            Variable.Normal<T>(
                [config.ChannelCount, config.HeadSize],
                random,
                standardDeviation: 1 / Math.Sqrt(config.ChannelCount)
            ); // (C, D)
    }
}
