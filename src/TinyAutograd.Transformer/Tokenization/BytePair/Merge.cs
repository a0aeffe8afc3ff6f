namespace TinyAutograd.Transformer;

/// <summary>Two neighbouring tokens become one.</summary>
internal readonly record struct Merge(int Left, int Right, int Result);
