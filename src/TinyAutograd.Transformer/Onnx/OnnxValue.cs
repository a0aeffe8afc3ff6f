namespace TinyAutograd.Transformer;

/// <summary>What an input or output of a graph is: name, element type and axes. A ValueInfoProto.</summary>
internal static class OnnxValue
{
    /// <summary>The value as bytes: ValueInfoProto { name, TypeProto { Tensor { type, TensorShapeProto { Dimension … } } } }.</summary>
    public static ProtobufMessage Message(string name, int type, OnnxAxis[] axes)
    {
        var shape = new ProtobufMessage();
        foreach (var axis in axes)
        {
            var dimension = new ProtobufMessage();
            if (axis.Name is null)
            {
                dimension.Add(1, axis.Size);
            }
            else
            {
                dimension.Add(2, axis.Name);
            }
            shape.Add(1, dimension);
        }
        var tensor = new ProtobufMessage();
        tensor.Add(1, type);
        tensor.Add(2, shape);
        var tensorType = new ProtobufMessage();
        tensorType.Add(1, tensor);
        var value = new ProtobufMessage();
        value.Add(1, name);
        value.Add(2, tensorType);
        return value;
    }
}
