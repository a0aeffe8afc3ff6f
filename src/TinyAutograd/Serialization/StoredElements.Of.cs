using System.Numerics;
using System.Runtime.InteropServices;

namespace TinyAutograd;

/// <content>Elements from numbers in memory. The label begins the messages.</content>
internal sealed partial class StoredElements
{
    public static StoredElements Of<T>(string label, Variable<T> values, SafetensorsType? type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        var numbers = values.AsSpan();
        var wanted =
            type ?? (typeof(T) == typeof(double) ? SafetensorsType.F64 : SafetensorsType.F32);
        return wanted switch
        {
            SafetensorsType.F64 => Own(label, wanted, values.Shape, Converted<T, double>(numbers)),
            SafetensorsType.F32 => Own(label, wanted, values.Shape, Converted<T, float>(numbers)),
            SafetensorsType.F16 => Own(label, wanted, values.Shape, Converted<T, Half>(numbers)),
            SafetensorsType.BF16 => Own<ushort>(
                label,
                wanted,
                values.Shape,
                Array.ConvertAll(numbers.ToArray(), BrainFloat.FromNumber)
            ),
            _ => throw new ArgumentException(
                $"{label} holds floating-point numbers; {type} is not for them. Choose a floating-point type, such as F32.",
                nameof(type)
            ),
        };
    }

    public static StoredElements Of(string label, Indices values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Own<long>(
            label,
            SafetensorsType.I64,
            values.Shape,
            Widening.Convert<int, long>(values.ToArray())
        );
    }

    public static StoredElements Of(
        string label,
        ReadOnlySpan<long> values,
        Shape shape,
        SafetensorsType type
    ) =>
        type switch
        {
            SafetensorsType.I64 => Own(label, type, shape, values),
            SafetensorsType.U64 => Own(label, type, shape, Checked<ulong>(label, values)),
            SafetensorsType.I32 => Own(label, type, shape, Checked<int>(label, values)),
            SafetensorsType.U32 => Own(label, type, shape, Checked<uint>(label, values)),
            SafetensorsType.I16 => Own(label, type, shape, Checked<short>(label, values)),
            SafetensorsType.U16 => Own(label, type, shape, Checked<ushort>(label, values)),
            SafetensorsType.I8 => Own(label, type, shape, Checked<sbyte>(label, values)),
            SafetensorsType.U8 => Own(label, type, shape, Checked<byte>(label, values)),
            _ => throw new ArgumentException(
                $"{label} holds integers; {type} is not for them. Choose I8 to I64 or U8 to U64.",
                nameof(type)
            ),
        };

    public static StoredElements Of(string label, ReadOnlySpan<ulong> values, Shape shape) =>
        Own(label, SafetensorsType.U64, shape, values);

    public static StoredElements Of(string label, Mask values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Own<byte>(
            label,
            SafetensorsType.Bool,
            values.Shape,
            Array.ConvertAll(values.ToArray(), value => value ? (byte)1 : (byte)0)
        );
    }

    private static StoredElements Own<T>(
        string label,
        SafetensorsType type,
        Shape shape,
        ReadOnlySpan<T> values
    )
        where T : unmanaged =>
        values.Length == shape.ElementCount
            ? new(label, type, shape, LittleEndian.Bytes(label, values))
            : throw new ArgumentException(
                $"{label}: {values.Length} values do not fill shape {shape} of {shape.ElementCount}.",
                nameof(values)
            );

    private static ReadOnlySpan<TTo> Converted<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo> =>
        typeof(TFrom) == typeof(TTo)
            ? MemoryMarshal.Cast<TFrom, TTo>(values)
            : Widening.Convert<TFrom, TTo>(values.ToArray());

    private static ReadOnlySpan<T> Checked<T>(string label, ReadOnlySpan<long> values)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var converted = new T[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            converted[i] = T.CreateSaturating(values[i]);
            if (long.CreateTruncating(converted[i]) != values[i])
            {
                throw new OverflowException(
                    $"{label}: element {i} is {values[i]}, outside {T.MinValue} to {T.MaxValue}. Choose a wider type."
                );
            }
        }
        return converted;
    }
}
