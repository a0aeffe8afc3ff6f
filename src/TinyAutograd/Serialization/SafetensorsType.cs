namespace TinyAutograd;

/// <summary>The element types of the safetensors format that are read and written.</summary>
public enum SafetensorsType
{
    /// <summary>64-bit floating point, <c>"F64"</c>.</summary>
    F64,

    /// <summary>32-bit floating point, <c>"F32"</c>.</summary>
    F32,

    /// <summary>64-bit signed integers, <c>"I64"</c>.</summary>
    I64,

    /// <summary>Truth values of one byte each, <c>"BOOL"</c>.</summary>
    Bool,

    /// <summary>16-bit floating point of IEEE 754, <c>"F16"</c>: 11 significant bits, up to 65,504.</summary>
    F16,

    /// <summary>The upper half of a 32-bit floating-point number, <c>"BF16"</c>: 8 significant bits, the range of F32.</summary>
    BF16,

    /// <summary>8-bit signed integers, <c>"I8"</c>.</summary>
    I8,

    /// <summary>8-bit unsigned integers, <c>"U8"</c>.</summary>
    U8,

    /// <summary>16-bit signed integers, <c>"I16"</c>.</summary>
    I16,

    /// <summary>16-bit unsigned integers, <c>"U16"</c>.</summary>
    U16,

    /// <summary>32-bit signed integers, <c>"I32"</c>.</summary>
    I32,

    /// <summary>32-bit unsigned integers, <c>"U32"</c>.</summary>
    U32,

    /// <summary>64-bit unsigned integers, <c>"U64"</c>.</summary>
    U64,
}

/// <summary>Names and sizes of the element types.</summary>
internal static class SafetensorsTypes
{
    /// <summary>The code of each type in a file's header and its bytes per element, in the order of the enumeration.</summary>
    private static readonly (string Code, int Size)[] Known =
    [
        ("F64", 8),
        ("F32", 4),
        ("I64", 8),
        ("BOOL", 1),
        ("F16", 2),
        ("BF16", 2),
        ("I8", 1),
        ("U8", 1),
        ("I16", 2),
        ("U16", 2),
        ("I32", 4),
        ("U32", 4),
        ("U64", 8),
    ];

    /// <summary>All codes, for messages.</summary>
    public static string Supported { get; } =
        $"{string.Join(", ", Known[..^1].Select(type => type.Code))} and {Known[^1].Code}";

    /// <summary>Bytes per element.</summary>
    public static int Size(this SafetensorsType type) => Known[(int)type].Size;

    /// <summary>The name in a file's header.</summary>
    public static string Code(this SafetensorsType type) => Known[(int)type].Code;

    /// <summary>Whether the elements are floating-point numbers.</summary>
    public static bool IsFloatingPoint(this SafetensorsType type) =>
        type
            is SafetensorsType.F64
                or SafetensorsType.F32
                or SafetensorsType.F16
                or SafetensorsType.BF16;

    /// <summary>The type with this name, or null for a name that is not supported.</summary>
    public static SafetensorsType? Parse(string code)
    {
        var index = Array.FindIndex(Known, type => type.Code == code);
        return index < 0 ? null : (SafetensorsType)index;
    }
}
