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
}

/// <summary>Names and sizes of the element types.</summary>
internal static class SafetensorsTypes
{
    public const string Supported = "F64, F32, I64 and BOOL";

    /// <summary>Bytes per element.</summary>
    public static int Size(this SafetensorsType type) =>
        type switch
        {
            SafetensorsType.F64 or SafetensorsType.I64 => 8,
            SafetensorsType.F32 => 4,
            _ => 1,
        };

    /// <summary>The name in a file's header.</summary>
    public static string Code(this SafetensorsType type) =>
        type switch
        {
            SafetensorsType.F64 => "F64",
            SafetensorsType.F32 => "F32",
            SafetensorsType.I64 => "I64",
            _ => "BOOL",
        };

    /// <summary>The type with this name, or null for a name that is not supported.</summary>
    public static SafetensorsType? Parse(string code) =>
        code switch
        {
            "F64" => SafetensorsType.F64,
            "F32" => SafetensorsType.F32,
            "I64" => SafetensorsType.I64,
            "BOOL" => SafetensorsType.Bool,
            _ => null,
        };
}
