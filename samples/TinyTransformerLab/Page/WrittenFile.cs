namespace TinyTransformerLab;

/// <summary>A file that was written.</summary>
/// <param name="Path">Where, in full.</param>
/// <param name="ByteCount">How large.</param>
public sealed record WrittenFile(string Path, long ByteCount);
