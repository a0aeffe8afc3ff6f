namespace TinyAutograd.Transformer;

/// <summary>Collects nodes in the order in which they run, the tensors that they read, inputs and outputs. A GraphProto in its ModelProto.</summary>
/// <param name="name">The graph's name.</param>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The version of ONNX's operators: the first with GELU. Runtimes since the end of 2023 have it.</summary>
    public const int OperatorVersion = 20;

    /// <summary>The version of the file format that belongs to these operators.</summary>
    public const int FormatVersion = 9;

    private readonly List<ProtobufMessage> nodes = [];
    private readonly Dictionary<string, OnnxTensor> weights = [];
    private readonly Dictionary<string, OnnxTensor> constants = [];
    private readonly List<ProtobufMessage> inputs = [];
    private readonly List<ProtobufMessage> outputs = [];

    /// <summary>The large tensors, in the order in which they came.</summary>
    public IReadOnlyCollection<OnnxTensor> Weights => weights.Values;

    /// <summary>Adds a node with one output, which gives it its name.</summary>
    /// <param name="operation">Of ONNX's default domain.</param>
    /// <param name="output">Not used before.</param>
    /// <param name="inputs">Names of inputs, tensors and outputs of earlier nodes.</param>
    /// <param name="attributes">The operator's attributes.</param>
    /// <returns>The output's name.</returns>
    public string Node(
        string operation,
        string output,
        string[] inputs,
        params OnnxAttribute[] attributes
    )
    {
        Node(operation, [output], inputs, attributes);
        return output;
    }

    /// <summary>Adds a node; the first output gives it its name.</summary>
    public void Node(
        string operation,
        string[] outputs,
        string[] inputs,
        params OnnxAttribute[] attributes
    )
    {
        var node = new ProtobufMessage();
        Array.ForEach(inputs, input => node.Add(1, input));
        Array.ForEach(outputs, output => node.Add(2, output));
        node.Add(3, outputs[0]);
        node.Add(4, operation);
        Array.ForEach(attributes, attribute => node.Add(5, attribute.Message));
        nodes.Add(node);
    }

    /// <summary>A tensor that may be kept in a file of its own; the same again is the same.</summary>
    /// <returns>Its name.</returns>
    public string Weight(OnnxTensor tensor)
    {
        weights.TryAdd(tensor.Name, tensor);
        return tensor.Name;
    }

    /// <summary>A small tensor; the same name again is the same tensor.</summary>
    /// <returns>Its name.</returns>
    public string Constant(OnnxTensor tensor)
    {
        constants.TryAdd(tensor.Name, tensor);
        return tensor.Name;
    }

    /// <summary>What the graph is given.</summary>
    /// <returns>Its name.</returns>
    public string Input(string input, int type, params OnnxAxis[] axes)
    {
        inputs.Add(OnnxValue.Message(input, type, axes));
        return input;
    }

    /// <summary>What the graph gives.</summary>
    public void Output(string output, int type, params OnnxAxis[] axes) =>
        outputs.Add(OnnxValue.Message(output, type, axes));

    /// <summary>The whole model.</summary>
    /// <param name="weightsFile">The file that holds the weights, one after the other; null to hold them inside.</param>
    public ProtobufMessage Model(string? weightsFile)
    {
        var operators = new ProtobufMessage();
        operators.Add(1, "");
        operators.Add(2, OperatorVersion);
        var model = new ProtobufMessage();
        model.Add(1, FormatVersion);
        model.Add(2, "TinyAutograd");
        model.Add(7, Graph(weightsFile));
        model.Add(8, operators);
        return model;
    }

    private ProtobufMessage Graph(string? weightsFile)
    {
        var graph = new ProtobufMessage();
        nodes.ForEach(node => graph.Add(1, node));
        graph.Add(2, name);
        var offset = 0L;
        foreach (var weight in weights.Values)
        {
            graph.Add(
                5,
                weightsFile is null ? weight.Message() : weight.Message(weightsFile, offset)
            );
            offset += weight.Length;
        }
        foreach (var constant in constants.Values)
        {
            graph.Add(5, constant.Message());
        }
        inputs.ForEach(input => graph.Add(11, input));
        outputs.ForEach(output => graph.Add(12, output));
        return graph;
    }
}
