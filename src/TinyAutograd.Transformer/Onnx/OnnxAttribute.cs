namespace TinyAutograd.Transformer;

/// <summary>A constant of a node: an axis, a permutation, an epsilon. An AttributeProto.</summary>
internal sealed class OnnxAttribute
{
    // Numbers of onnx.proto: fields of AttributeProto, then its AttributeType.
    private const int NameField = 1;
    private const int TypeField = 20;
    private const int FloatField = 2;
    private const int IntegerField = 3;
    private const int TextField = 4;
    private const int IntegersField = 8;
    private const int FloatType = 1;
    private const int IntegerType = 2;
    private const int TextType = 3;
    private const int IntegersType = 7;

    private OnnxAttribute(string name, int type, Action<ProtobufMessage> addValue)
    {
        Message = new ProtobufMessage();
        Message.Add(NameField, name);
        addValue(Message);
        Message.Add(TypeField, type);
    }

    /// <summary>The attribute as bytes.</summary>
    public ProtobufMessage Message { get; }

    public static OnnxAttribute Of(string name, float value) =>
        new(name, FloatType, message => message.Add(FloatField, value));

    public static OnnxAttribute Of(string name, long value) =>
        new(name, IntegerType, message => message.Add(IntegerField, value));

    public static OnnxAttribute Of(string name, string value) =>
        new(name, TextType, message => message.Add(TextField, value));

    public static OnnxAttribute Of(string name, params long[] values) =>
        new(
            name,
            IntegersType,
            message => Array.ForEach(values, value => message.Add(IntegersField, value))
        );
}
