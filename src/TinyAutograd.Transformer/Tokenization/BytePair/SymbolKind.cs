namespace TinyAutograd.Transformer;

/// <summary>What pre-tokenisation tells apart.</summary>
internal enum SymbolKind : byte
{
    /// <summary>All the rest: punctuation, marks, emoji, bytes that are not UTF-8.</summary>
    Other,

    /// <summary>General category L.</summary>
    Letter,

    /// <summary>General category N.</summary>
    Number,

    /// <summary>Property White_Space.</summary>
    Space,
}
