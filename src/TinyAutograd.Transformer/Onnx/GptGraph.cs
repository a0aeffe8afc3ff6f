using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A GPT's forward pass as ONNX nodes, one method per module. Tokens (B, T) give logits (B, T, V), for any B and T.</summary>
internal sealed partial class GptGraph<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const string Tokens = "tokens";
    private const string Batch = "batch";
    private const string Positions = "positions";

    private readonly Gpt<T> model;
    private readonly OnnxGraph graph = new("gpt");

    private GptGraph(Gpt<T> model) => this.model = model;

    /// <summary>The graph of a model.</summary>
    /// <exception cref="NotSupportedException">A parameter of the model is in no node: there is a kind of layer that is not known here.</exception>
    public static OnnxGraph Of(Gpt<T> model)
    {
        var translation = new GptGraph<T>(model);
        translation.Forward();
        var known = translation.graph.Weights.Select(weight => weight.Name).ToHashSet();
        var missing = model.Parameters.FirstOrDefault(parameter => !known.Contains(parameter.Name));
        return missing is null
            ? translation.graph
            : throw new NotSupportedException(
                $"OnnxFile: the parameter '{missing.Name}' {missing.Shape} belongs to a layer that has no ONNX form here. "
                    + "Save the model with GptFile."
            );
    }

    private void Forward()
    {
        var tokens = graph.Input(Tokens, OnnxTensor.IntegerType, Batch, Positions);
        var positions = Range(tokens); // (T)
        var isPast = Past(positions); // (T, T)
        var turn = Turn(positions);
        var x = Embed(tokens, positions); // (B, T, C)
        for (var layer = 0; layer < model.Blocks.Count; layer++)
        {
            x = Block(layer, x, isPast, turn); // (B, T, C)
        }
        Unembed(x, tokens); // (B, T, V)
        graph.Output(
            TraceName.Logits,
            OnnxTensor.TypeOf<T>(),
            Batch,
            Positions,
            model.Config.VocabularySize
        );
    }

    // 0 … T − 1
    private string Range(string tokens)
    {
        var shape = graph.Node(
            "Shape",
            "position_count_list",
            [tokens],
            OnnxAttribute.Of("start", 1)
        ); // (1)
        var count = graph.Node("Squeeze", "position_count", [shape]); // ()
        return graph.Node("Range", Positions, [Integer("zero", 0), count, Integer("one", 1)]);
    }

    // Row q, column k: whether k ≤ q.
    private string Past(string positions)
    {
        var rows = graph.Node("Unsqueeze", "query_positions", [positions, List("last_axis", -1)]); // (T, 1)
        return graph.Node("LessOrEqual", "is_past", [positions, rows]); // (T, T)
    }

    private string Embed(string tokens, string positions)
    {
        var token = graph.Node(
            "Gather",
            "token_embed",
            [Weight(model.TokenEmbedding.Weight), tokens]
        ); // (B, T, C)
        if (model.PositionEmbedding is null)
        {
            return graph.Node("Identity", TraceName.Embed, [token]);
        }
        var position = graph.Node(
            "Gather",
            "position_embed",
            [Weight(model.PositionEmbedding.Weight), positions]
        ); // (T, C)
        return graph.Node("Add", TraceName.Embed, [token, position]);
    }

    private string Block(int layer, string x, string isPast, Rotation? turn)
    {
        var block = model.Blocks[layer];
        var normalized = Norm(block.AttentionNorm, Name(TraceName.AttentionNorm), x);
        var attended = Attention(layer, block.Attention, normalized, isPast, turn);
        x = graph.Node("Add", Name(TraceName.ResidualBetween), [x, attended]);
        normalized = Norm(block.FeedForwardNorm, Name(TraceName.FeedForwardNorm), x);
        var worked = FeedForward(layer, block.FeedForward, normalized);
        return graph.Node("Add", Name(TraceName.ResidualAfter), [x, worked]);

        string Name(string part) => TraceName.Of(layer, part);
    }

    // The head's weight is (V, C). Gemm reads it as its transpose, which MatMul would need as a copy; it takes matrices only.
    private void Unembed(string x, string tokens)
    {
        var normalized = Norm(model.FinalNorm, TraceName.FinalNorm, x); // (B, T, C)
        var rows = graph.Node(
            "Reshape",
            "ln_final_rows",
            [normalized, List("rows_shape", -1, model.Config.ChannelCount)]
        ); // (B·T, C)
        var scores = graph.Node(
            "Gemm",
            "logits_rows",
            [rows, Weight(model.HeadWeight)],
            OnnxAttribute.Of("transB", 1)
        ); // (B·T, V)
        var outer = graph.Node("Shape", "tokens_shape", [tokens]); // (2)
        var shape = graph.Node(
            "Concat",
            "logits_shape",
            [outer, List("vocabulary_size", model.Config.VocabularySize)],
            OnnxAttribute.Of("axis", 0)
        ); // (3)
        graph.Node("Reshape", TraceName.Logits, [scores, shape]); // (B, T, V)
    }

    private string Norm(Normalization<T> norm, string output, string x) =>
        model.Config.Norm == NormKind.RmsNorm ? RmsNorm(norm, output, x)
        : IsSingle
            ? graph.Node(
                "LayerNormalization",
                output,
                [x, Weight(norm.Weight), .. norm.Bias is null ? [] : new[] { Weight(norm.Bias) }],
                OnnxAttribute.Of("axis", -1),
                OnnxAttribute.Of("epsilon", (float)model.Config.LayerNormEpsilon)
            )
        : PrimitiveNorm(norm, output, x);

    private string Project(Projection<T> projection, string output, string x)
    {
        if (projection.Bias is null)
        {
            return graph.Node("MatMul", output, [x, Weight(projection.Weight)]);
        }
        var product = graph.Node("MatMul", $"{output}_product", [x, Weight(projection.Weight)]);
        return graph.Node("Add", output, [product, Weight(projection.Bias)]);
    }

    private static OnnxAttribute Permutation(params long[] axes) => OnnxAttribute.Of("perm", axes);

    private string Weight(Parameter<T> parameter) => graph.Weight(OnnxTensor.Of(parameter));

    private string Number(string name, double number) =>
        graph.Constant(OnnxTensor.Of(name, Variable.Of(T.CreateChecked(number))));

    private string Integer(string name, long integer) =>
        graph.Constant(OnnxTensor.Of(name, [], integer));

    private string List(string name, params long[] integers) =>
        graph.Constant(OnnxTensor.Of(name, [integers.Length], integers));
}
