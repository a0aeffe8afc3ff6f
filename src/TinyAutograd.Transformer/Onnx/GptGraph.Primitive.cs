namespace TinyAutograd.Transformer;

/// <content>For models of doubles: what ONNX has as one operator, with constants of single precision inside, in primitive ones.</content>
internal sealed partial class GptGraph<T>
{
    private static readonly bool IsSingle = OnnxTensor.TypeOf<T>() == OnnxTensor.FloatType;

    // (x − μ) / √(σ² + ε) ⊙ w + b
    private string PrimitiveNorm(Normalization<T> norm, string output, string x)
    {
        var mean = graph.Node("ReduceMean", $"{output}_mean", [x, List("last_axis", -1)]); // (B, T, 1)
        var centered = graph.Node("Sub", $"{output}_centered", [x, mean]);
        var squares = graph.Node("Mul", $"{output}_squares", [centered, centered]);
        var variance = graph.Node(
            "ReduceMean",
            $"{output}_variance",
            [squares, List("last_axis", -1)]
        ); // (B, T, 1)
        var raised = graph.Node(
            "Add",
            $"{output}_raised",
            [variance, Number("epsilon", model.Config.LayerNormEpsilon)]
        );
        var deviation = graph.Node("Sqrt", $"{output}_deviation", [raised]);
        var normalized = graph.Node("Div", $"{output}_normalized", [centered, deviation]);
        if (norm.Bias is null)
        {
            return graph.Node("Mul", output, [normalized, Weight(norm.Weight)]);
        }
        var scaled = graph.Node("Mul", $"{output}_scaled", [normalized, Weight(norm.Weight)]);
        return graph.Node("Add", output, [scaled, Weight(norm.Bias)]);
    }

    // ½·x·(1 + tanh(√(2/π)·x·(1 + 0.044715·x²)))
    private string PrimitiveGeluTanh(string output, string x)
    {
        var square = graph.Node("Mul", $"{output}_square", [x, x]);
        var cubic = graph.Node("Mul", $"{output}_cubic", [square, Number("gelu_cubic", 0.044715)]);
        var factor = graph.Node("Add", $"{output}_factor", [cubic, Number("unit", 1)]);
        var product = graph.Node("Mul", $"{output}_product", [x, factor]);
        var scaled = graph.Node(
            "Mul",
            $"{output}_scaled",
            [product, Number("gelu_scale", Math.Sqrt(2 / Math.PI))]
        );
        var tanh = graph.Node("Tanh", $"{output}_tanh", [scaled]);
        var gate = graph.Node("Add", $"{output}_gate", [tanh, Number("unit", 1)]);
        var half = graph.Node("Mul", $"{output}_half", [x, Number("half", 0.5)]);
        return graph.Node("Mul", output, [half, gate]);
    }

    // ½·x·(1 + erf(x / √2))
    private string PrimitiveGelu(string output, string x)
    {
        var scaled = graph.Node(
            "Mul",
            $"{output}_scaled",
            [x, Number("root_half", Math.Sqrt(0.5))]
        );
        var error = graph.Node("Erf", $"{output}_erf", [scaled]);
        var gate = graph.Node("Add", $"{output}_gate", [error, Number("unit", 1)]);
        var half = graph.Node("Mul", $"{output}_half", [x, Number("half", 0.5)]);
        return graph.Node("Mul", output, [half, gate]);
    }

    // x / √(mean x² + ε) ⊙ w: an operator of its own only in later operator sets
    private string RmsNorm(Normalization<T> norm, string output, string x)
    {
        var squares = graph.Node("Mul", $"{output}_squares", [x, x]);
        var mean = graph.Node("ReduceMean", $"{output}_mean", [squares, List("last_axis", -1)]); // (B, T, 1)
        var raised = graph.Node(
            "Add",
            $"{output}_raised",
            [mean, Number("epsilon", model.Config.LayerNormEpsilon)]
        );
        var root = graph.Node("Sqrt", $"{output}_root", [raised]);
        var normalized = graph.Node("Div", $"{output}_normalized", [x, root]);
        return graph.Node("Mul", output, [normalized, Weight(norm.Weight)]);
    }
}
