namespace TinyAutograd.Transformer;

/// <content>The feed-forward network of each kind.</content>
internal sealed partial class GptGraph<T>
{
    private string FeedForward(int layer, FeedForward<T> feedForward, string x)
    {
        var hidden = Project(feedForward.Hidden, Name(TraceName.Hidden), x); // (B, T, F)
        var active = model.Config.FeedForward switch
        {
            FeedForwardKind.GeluTanh => GeluTanh(Name(TraceName.Activation), hidden),
            FeedForwardKind.Gelu => Gelu(Name(TraceName.Activation), hidden),
            FeedForwardKind.SwiGlu => SwiGlu(hidden),
            var kind => throw new NotSupportedException($"OnnxFile: {kind} has no ONNX form here."),
        };
        return Project(feedForward.Output, Name(TraceName.FeedForwardOutput), active);

        // x·σ(gate)·gate
        string SwiGlu(string hidden)
        {
            var gate = Project(feedForward.Gate!, Name("gate"), x); // (B, T, F)
            var opening = graph.Node("Sigmoid", Name("gate_sigmoid"), [gate]);
            var silu = graph.Node("Mul", Name("gate_silu"), [gate, opening]);
            return graph.Node("Mul", Name(TraceName.Activation), [silu, hidden]);
        }

        string Name(string part) => TraceName.Of(layer, part);
    }

    private string GeluTanh(string output, string x) =>
        IsSingle
            ? graph.Node("Gelu", output, [x], OnnxAttribute.Of("approximate", "tanh"))
            : PrimitiveGeluTanh(output, x);

    private string Gelu(string output, string x) =>
        IsSingle
            ? graph.Node("Gelu", output, [x], OnnxAttribute.Of("approximate", "none"))
            : PrimitiveGelu(output, x);
}
