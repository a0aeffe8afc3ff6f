using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Transformer;

/// <summary>A constant of a graph, made of its numbers only while it is written. A TensorProto.</summary>
/// <param name="Name">How nodes call it.</param>
/// <param name="Shape">The sizes of its axes.</param>
/// <param name="Type">A DataType of onnx.proto.</param>
/// <param name="Length">How many bytes its numbers are.</param>
/// <param name="Read">The numbers, row-major and little-endian.</param>
internal sealed record OnnxTensor(
    string Name,
    Shape Shape,
    int Type,
    long Length,
    Func<ReadOnlyMemory<byte>> Read
)
{
    // Numbers of onnx.proto: its DataType, then fields of TensorProto and StringStringEntryProto.
    public const int FloatType = 1;
    public const int IntegerType = 7;
    public const int DoubleType = 11;
    private const int SizesField = 1;
    private const int TypeField = 2;
    private const int NameField = 8;
    private const int BytesField = 9;
    private const int ExternalField = 13;
    private const int LocationField = 14;
    private const int InAnotherFile = 1;

    /// <summary>The DataType of the numbers of a model.</summary>
    public static int TypeOf<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(double) ? DoubleType : FloatType;

    /// <summary>A weight.</summary>
    public static OnnxTensor Of<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(
            parameter.Name,
            parameter.Shape,
            TypeOf<T>(),
            (long)parameter.Shape.ElementCount * Unsafe.SizeOf<T>(),
            () => SafetensorsTensor.Of(parameter.Name, parameter.Value).Bytes
        );

    /// <summary>Numbers of the model's type.</summary>
    public static OnnxTensor Of<T>(string name, Variable<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bytes = SafetensorsTensor.Of(name, numbers).Bytes;
        return new(name, numbers.Shape, TypeOf<T>(), bytes.Length, () => bytes);
    }

    /// <summary>Integers: one alone, of shape (), or a list.</summary>
    public static OnnxTensor Of(string name, Shape shape, params ReadOnlySpan<long> integers)
    {
        var bytes = SafetensorsTensor.Of(name, integers, shape).Bytes;
        return new(name, shape, IntegerType, bytes.Length, () => bytes);
    }

    /// <summary>Writes the numbers alone.</summary>
    public void WriteNumbers(Stream stream) => stream.Write(Read().Span);

    /// <summary>With its numbers inside.</summary>
    public ProtobufMessage Message()
    {
        var message = Head();
        message.Add(BytesField, Length, WriteNumbers);
        return message;
    }

    /// <summary>With its numbers in another file.</summary>
    /// <param name="file">Its name, in the same folder.</param>
    /// <param name="offset">Where they begin, in bytes.</param>
    public ProtobufMessage Message(string file, long offset)
    {
        var message = Head();
        Add("location", file);
        Add("offset", FormattableString.Invariant($"{offset}"));
        Add("length", FormattableString.Invariant($"{Length}"));
        message.Add(LocationField, InAnotherFile);
        return message;

        void Add(string key, string value)
        {
            var entry = new ProtobufMessage();
            entry.Add(1, key);
            entry.Add(2, value);
            message.Add(ExternalField, entry);
        }
    }

    private ProtobufMessage Head()
    {
        var message = new ProtobufMessage();
        for (var axis = 0; axis < Shape.Rank; axis++)
        {
            message.Add(SizesField, Shape[axis]);
        }
        message.Add(TypeField, Type);
        message.Add(NameField, Name);
        return message;
    }
}
