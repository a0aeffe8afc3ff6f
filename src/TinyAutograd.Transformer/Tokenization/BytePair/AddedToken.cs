namespace TinyAutograd.Transformer;

/// <summary>A text that is one token by decree, whatever the merges say: a mark such as <c>&lt;|endoftext|&gt;</c>, or a word that was added
/// to a vocabulary later.</summary>
/// <param name="Content">The text, at most 256 bytes of UTF-8; not empty.</param>
/// <param name="Token">Its token.</param>
public sealed record AddedToken(string Content, int Token)
{
    /// <summary>The longest <see cref="Content"/> in bytes.</summary>
    public const int LongestContent = 256;

    /// <summary>Whether it is a mark, which ordinary text does not contain: it is read only where special tokens are asked for. Other added
    /// tokens are always read.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Whether it is read only where no letter, digit or "_" touches it.</summary>
    public bool IsSingleWord { get; init; }

    /// <summary>Whether it takes the white space on its left with it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the white space on its right with it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is looked for last, in what the other added tokens left over.</summary>
    public bool IsNormalized { get; init; }
}
