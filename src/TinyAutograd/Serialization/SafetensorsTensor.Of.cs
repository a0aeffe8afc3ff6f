using System.Numerics;

namespace TinyAutograd;

/// <content>Making entries.</content>
public sealed partial class SafetensorsTensor
{
    /// <summary>A variable under a name: F64 for <see cref="double"/>, F32 for <see cref="float"/>.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers (copied).</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file, or is too large for one array.</exception>
    public static SafetensorsTensor Of<T>(string name, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Of(name, values, typeof(T) == typeof(double) ? SafetensorsType.F64 : SafetensorsType.F32);

    /// <summary>A variable under a name, in a floating-point type.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers (copied). What the type cannot hold exactly is rounded to the nearest, ties to even; beyond its range
    /// (65,504 in F16) to ±∞.</param>
    /// <param name="type">F64, F32, F16 or BF16.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The type is one of integers or truth values; the name cannot stand in a file, or is too large for
    /// one array.</exception>
    public static SafetensorsTensor Of<T>(string name, Variable<T> values, SafetensorsType type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        var numbers = values.AsSpan();
        return type switch
        {
            SafetensorsType.F64 => Own(name, type, values.Shape, Converted<T, double>(numbers)),
            SafetensorsType.F32 => Own(name, type, values.Shape, Converted<T, float>(numbers)),
            SafetensorsType.F16 => Own(name, type, values.Shape, Converted<T, Half>(numbers)),
            SafetensorsType.BF16 => Own<ushort>(
                name,
                type,
                values.Shape,
                Array.ConvertAll(numbers.ToArray(), BrainFloat.FromNumber)
            ),
            _ => throw new ArgumentException(
                $"Safetensors: '{name}' holds floating-point numbers; {type} is not for them. Choose F64, F32, F16 or BF16.",
                nameof(type)
            ),
        };
    }

    /// <summary>Integers under a name, as I64.</summary>
    /// <inheritdoc cref="Of{T}(string, Variable{T})"/>
    public static SafetensorsTensor Of(string name, Indices values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Own<long>(
            name,
            SafetensorsType.I64,
            values.Shape,
            Widening.Convert<int, long>(values.ToArray())
        );
    }

    /// <summary>Integers under a name, as I64 or in the type that is asked for.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers, row-major (copied).</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="type">Any type of integers that holds all of them.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file; the number of values is not the shape's; the type is not one of
    /// integers.</exception>
    /// <exception cref="OverflowException">The type does not hold one of the numbers.</exception>
    public static SafetensorsTensor Of(
        string name,
        ReadOnlySpan<long> values,
        Shape shape,
        SafetensorsType type = SafetensorsType.I64
    ) =>
        type switch
        {
            SafetensorsType.I64 => Own(name, type, shape, values),
            SafetensorsType.U64 => Own(name, type, shape, Checked<ulong>(name, values)),
            SafetensorsType.I32 => Own(name, type, shape, Checked<int>(name, values)),
            SafetensorsType.U32 => Own(name, type, shape, Checked<uint>(name, values)),
            SafetensorsType.I16 => Own(name, type, shape, Checked<short>(name, values)),
            SafetensorsType.U16 => Own(name, type, shape, Checked<ushort>(name, values)),
            SafetensorsType.I8 => Own(name, type, shape, Checked<sbyte>(name, values)),
            SafetensorsType.U8 => Own(name, type, shape, Checked<byte>(name, values)),
            _ => throw new ArgumentException(
                $"Safetensors: '{name}' holds integers; {type} is not for them. Choose I8 to I64 or U8 to U64.",
                nameof(type)
            ),
        };

    /// <summary>64-bit unsigned integers under a name, as U64.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers, row-major (copied).</param>
    /// <param name="shape">Their shape.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file; the number of values is not the shape's.</exception>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<ulong> values, Shape shape) =>
        Own(name, SafetensorsType.U64, shape, values);

    /// <summary>Truth values under a name, as BOOL.</summary>
    /// <inheritdoc cref="Of{T}(string, Variable{T})"/>
    public static SafetensorsTensor Of(string name, Mask values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Own<byte>(
            name,
            SafetensorsType.Bool,
            values.Shape,
            Array.ConvertAll(values.ToArray(), value => value ? (byte)1 : (byte)0)
        );
    }

    private static SafetensorsTensor Own<T>(
        string name,
        SafetensorsType type,
        Shape shape,
        ReadOnlySpan<T> values
    )
        where T : unmanaged =>
        values.Length == shape.ElementCount
            ? new(
                SafetensorsHeader.Name(name),
                type,
                shape,
                LittleEndian.Bytes(name, values),
                "memory"
            )
            : throw new ArgumentException(
                $"SafetensorsTensor.Of: {values.Length} values do not fill shape {shape} of {shape.ElementCount}.",
                nameof(values)
            );

    private static ReadOnlySpan<TTo> Converted<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo> =>
        typeof(TFrom) == typeof(TTo)
            ? System.Runtime.InteropServices.MemoryMarshal.Cast<TFrom, TTo>(values)
            : Widening.Convert<TFrom, TTo>(values.ToArray());

    private static ReadOnlySpan<T> Checked<T>(string name, ReadOnlySpan<long> values)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var converted = new T[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            converted[i] = T.CreateSaturating(values[i]);
            if (long.CreateTruncating(converted[i]) != values[i])
            {
                throw new OverflowException(
                    $"Safetensors: element {i} of '{name}' is {values[i]}, outside {T.MinValue} to {T.MaxValue}. Choose a wider type."
                );
            }
        }
        return converted;
    }
}
