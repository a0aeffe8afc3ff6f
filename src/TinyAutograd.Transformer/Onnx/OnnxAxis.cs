namespace TinyAutograd.Transformer;

/// <summary>The size of an axis of an input or output: a number, or a name where it is known only when the graph runs.</summary>
internal readonly record struct OnnxAxis(string? Name, long Size)
{
    public static implicit operator OnnxAxis(string name) => new(name, 0);

    public static implicit operator OnnxAxis(int size) => new(null, size);
}
