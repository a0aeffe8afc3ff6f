using System.Buffers;
using System.Globalization;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>Cuts a text at its added tokens. Immutable.</summary>
/// <remarks>The tokens that are not <see cref="AddedToken.IsNormalized"/> come first, then the others in what is left. A special token
/// that is not asked for is ordinary text as a whole: no other is found inside it. Source: Hugging Face tokenizers, "AddedVocabulary".</remarks>
internal sealed class AddedTokenSplitter
{
    private readonly AddedTokenMatcher[] stages;

    /// <param name="tokens">No content twice, none empty.</param>
    public AddedTokenSplitter(IReadOnlyList<AddedToken> tokens) =>
        stages = [
            .. tokens
                .GroupBy(token => token.IsNormalized)
                .OrderBy(group => group.Key)
                .Select(group => new AddedTokenMatcher(group)),
        ];

    /// <summary>Hands over the parts of a text in their order: ordinary text, never empty, and added tokens.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="areSpecialTokensRead">Whether special tokens are cut out, too.</param>
    /// <param name="parts">Where the parts go.</param>
    public void Split<TParts>(ReadOnlySpan<byte> text, bool areSpecialTokensRead, TParts parts)
        where TParts : IAddedTokenParts => Split(text, areSpecialTokensRead, parts, stage: 0);

    private void Split<TParts>(
        ReadOnlySpan<byte> text,
        bool areSpecialTokensRead,
        TParts parts,
        int stage
    )
        where TParts : IAddedTokenParts
    {
        if (stage == stages.Length)
        {
            if (!text.IsEmpty)
            {
                parts.Text(text);
            }
            return;
        }
        var (begin, from) = (0, 0);
        while (stages[stage].Find(text, from) is var (token, start, end))
        {
            from = end;
            if (
                (token.IsSpecial && !areSpecialTokensRead)
                || (token.IsSingleWord && TouchesWord(text[..start], text[end..]))
            )
            {
                continue;
            }
            start = token.StripsLeft ? begin + TrimEnd(text[begin..start]) : start;
            from = token.StripsRight ? text.Length - TrimStart(text[end..]) : end;
            Split(text[begin..start], areSpecialTokensRead, parts, stage + 1);
            parts.Token(token.Token);
            begin = from;
        }
        Split(text[begin..], areSpecialTokensRead, parts, stage + 1);
    }

    private static bool TouchesWord(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        Rune.DecodeLastFromUtf8(before, out var last, out _);
        Rune.DecodeFromUtf8(after, out var first, out _);
        return IsOfWord(last) || IsOfWord(first); // of nothing: U+FFFD, which is none
    }

    // The length that is left when white space at the end is cut off.
    private static int TrimEnd(ReadOnlySpan<byte> text)
    {
        while (
            !text.IsEmpty
            && Rune.DecodeLastFromUtf8(text, out var rune, out var length) == OperationStatus.Done
            && Rune.IsWhiteSpace(rune)
        )
        {
            text = text[..^length];
        }
        return text.Length;
    }

    // The length that is left when white space at the start is cut off.
    private static int TrimStart(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && SymbolReader.Read(text, out var length) == SymbolKind.Space)
        {
            text = text[length..];
        }
        return text.Length;
    }

    // "\w" of Unicode (UTS 18, annex C): letters, marks, digits, connectors such as "_", the two joiners, and letters in circles or squares
    private static bool IsOfWord(Rune rune) =>
        Rune.IsLetter(rune)
        || rune.Value
            is 0x200C
                or 0x200D
                or (>= 0x24B6 and <= 0x24E9)
                or (>= 0x1F130 and <= 0x1F149)
                or (>= 0x1F150 and <= 0x1F169)
                or (>= 0x1F170 and <= 0x1F189)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.ConnectorPunctuation;
}
