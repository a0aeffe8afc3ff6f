namespace TinyAutograd;

/// <summary>Element types under NumPy's names: a byte order, a kind, and a number of bytes, <c>&lt;f4</c>.</summary>
internal static class NpyTypes
{
    private static readonly Dictionary<string, SafetensorsType> Known = new(StringComparer.Ordinal)
    {
        ["f8"] = SafetensorsType.F64,
        ["f4"] = SafetensorsType.F32,
        ["f2"] = SafetensorsType.F16,
        ["i8"] = SafetensorsType.I64,
        ["i4"] = SafetensorsType.I32,
        ["i2"] = SafetensorsType.I16,
        ["i1"] = SafetensorsType.I8,
        ["u8"] = SafetensorsType.U64,
        ["u4"] = SafetensorsType.U32,
        ["u2"] = SafetensorsType.U16,
        ["u1"] = SafetensorsType.U8,
        ["b1"] = SafetensorsType.Bool,
    };

    /// <summary>The name in a file that this machine's library writes: little-endian, <c>|</c> where there is but one byte.</summary>
    public static string Descriptor(SafetensorsType type) =>
        (type.Size() == 1 ? "|" : "<") + Known.Single(pair => pair.Value == type).Key;

    /// <exception cref="InvalidDataException">The name is not one of a supported type.</exception>
    public static (SafetensorsType Type, bool IsBigEndian) Parse(string label, string descriptor)
    {
        var order = descriptor.Length > 0 ? descriptor[0] : ' ';
        if (
            order is '<' or '>' or '|'
            && Known.TryGetValue(descriptor[1..], out var type)
            && (order != '|' || type.Size() == 1)
        )
        {
            return (type, order == '>');
        }
        var kind = descriptor.TrimStart('<', '>', '|', '=').FirstOrDefault();
        var reason = kind switch
        {
            'O' => "objects are pickled Python, which is never read: it could run anything",
            'c' => "complex numbers are not supported",
            'S' or 'a' or 'U' => "texts are not supported",
            'M' or 'm' => "times are not supported",
            'V' => "records are not supported",
            _ => "it is not supported",
        };
        var shown = descriptor.Length > 20 ? $"{descriptor[..20]}…" : descriptor;
        throw new InvalidDataException(
            $"{label}: element type '{shown}': {reason}. Convert the array to float16, 32 or 64, to integers or to bool, little- or big-endian, before saving it."
        );
    }
}
