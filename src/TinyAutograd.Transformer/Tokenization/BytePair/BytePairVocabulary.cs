using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>The checked tables of a byte-pair tokenizer: what each token stands for, and which pairs merge. Immutable.</summary>
internal sealed class BytePairVocabulary
{
    private const int GapRoom = 1024;
    private const int MostAddedBytes = 1 << 20;

    private readonly string?[] spellings;
    private readonly byte[]?[] bytes;
    private readonly string source;

    /// <param name="source">Where the tables come from, for messages.</param>
    /// <param name="tokens">Tokens by their spelling in the <see cref="ByteAlphabet"/>; added tokens may stand among them as they are.</param>
    /// <param name="merges">Spelled, in the order of their ranks.</param>
    /// <param name="addedTokens">The added tokens.</param>
    /// <exception cref="InvalidDataException">The tables contradict each other: the message says how.</exception>
    public BytePairVocabulary(
        string source,
        IReadOnlyDictionary<string, int> tokens,
        IReadOnlyList<(string Left, string Right)> merges,
        IReadOnlyList<AddedToken> addedTokens
    )
    {
        this.source = source;
        spellings = new string?[SizeOf(tokens, addedTokens)];
        bytes = new byte[]?[spellings.Length];
        foreach (var (spelling, token) in tokens)
        {
            Place(token, spelling);
            bytes[token] = ByteAlphabet.CanRead(spelling)
                ? ByteAlphabet.Read(spelling)
                : Encoding.UTF8.GetBytes(spelling);
        }
        AddedTokens = [.. addedTokens.OrderBy(added => added.Token)];
        Add(tokens);
        ByteTokens = [.. Enumerable.Range(0, 256).Select(value => ByteToken(tokens, (byte)value))];
        Merges = new MergeTable(Read(tokens, merges));
    }

    /// <summary>V: one more than the largest token.</summary>
    public int Size => spellings.Length;

    /// <summary>The token of each of the 256 bytes.</summary>
    public int[] ByteTokens { get; }

    /// <summary>Which pairs merge.</summary>
    public MergeTable Merges { get; }

    /// <summary>In the order of their tokens.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>The bytes of a token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public ReadOnlySpan<byte> Bytes(int token)
    {
        TokenBytes.ThrowIfUnknown(token, Size);
        return bytes[token]
            ?? throw new ArgumentOutOfRangeException(
                null, // it may be one of several
                token,
                $"Token {token} is a gap: no text of the vocabulary has this number."
            );
    }

    /// <summary>How files spell a token; null for a number without a token.</summary>
    public string? Spelling(int token) => spellings[token];

    // A small file that claims huge numbers is refused before memory for them is asked for.
    private int SizeOf(
        IReadOnlyDictionary<string, int> tokens,
        IReadOnlyList<AddedToken> addedTokens
    )
    {
        var numbers = tokens.Values.Concat(addedTokens.Select(added => added.Token));
        var count = tokens.Count + addedTokens.Count;
        var size = 0L;
        foreach (var number in numbers)
        {
            if (number < 0 || number > 2L * count + GapRoom)
            {
                throw Error(
                    $"token number {number} is out of the range of {count} tokens, which may leave gaps up to {2L * count + GapRoom}."
                );
            }
            size = Math.Max(size, number + 1L);
        }
        return (int)size;
    }

    private void Place(int token, string spelling)
    {
        if (spellings[token] is { } other)
        {
            throw Error(
                $"'{TokenizerFile.Shown(other)}' and '{TokenizerFile.Shown(spelling)}' have the same number {token}."
            );
        }
        spellings[token] = spelling;
    }

    private void Add(IReadOnlyDictionary<string, int> tokens)
    {
        var contents = new HashSet<string>(StringComparer.Ordinal);
        var length = 0;
        foreach (var added in AddedTokens)
        {
            length += ContentLength(added);
            if (length > MostAddedBytes)
            {
                throw Error($"its added tokens have more than {MostAddedBytes:N0} bytes in all.");
            }
            if (!contents.Add(added.Content))
            {
                throw Error($"added token '{TokenizerFile.Shown(added.Content)}' occurs twice.");
            }
            if (!tokens.TryGetValue(added.Content, out var token))
            {
                Place(added.Token, added.Content);
            }
            else if (token != added.Token)
            {
                throw Error(
                    $"added token '{TokenizerFile.Shown(added.Content)}' has number {added.Token}, but {token} in the vocabulary."
                );
            }
            bytes[added.Token] = Encoding.UTF8.GetBytes(added.Content);
        }
    }

    private int ContentLength(AddedToken added)
    {
        var length = Encoding.UTF8.GetByteCount(added.Content);
        return length is > 0 and <= AddedToken.LongestContent
            ? length
            : throw Error(
                $"added token '{TokenizerFile.Shown(added.Content)}' has {length} bytes; it must have 1 to {AddedToken.LongestContent}."
            );
    }

    private int ByteToken(IReadOnlyDictionary<string, int> tokens, byte value) =>
        tokens.TryGetValue(ByteAlphabet.Spell([value]), out var token)
            ? token
            : throw Error(
                $"byte {value}, spelled '{ByteAlphabet.Symbol(value)}', has no token; all 256 are needed. Is this a byte-level vocabulary?"
            );

    private List<Merge> Read(
        IReadOnlyDictionary<string, int> tokens,
        IReadOnlyList<(string Left, string Right)> merges
    )
    {
        var read = new List<Merge>(merges.Count);
        var pairs = new Dictionary<(int, int), int>(merges.Count);
        foreach (var (left, right) in merges)
        {
            var number = read.Count + 1;
            var merge = new Merge(
                Part(tokens, number, left),
                Part(tokens, number, right),
                Part(tokens, number, left + right)
            );
            if (!pairs.TryAdd((merge.Left, merge.Right), number))
            {
                throw Error(
                    $"merge {number} ('{TokenizerFile.Shown(left)} {TokenizerFile.Shown(right)}') repeats merge {pairs[(merge.Left, merge.Right)]}."
                );
            }
            read.Add(merge);
        }
        return read;
    }

    private int Part(IReadOnlyDictionary<string, int> tokens, int number, string spelling)
    {
        if (!tokens.TryGetValue(spelling, out var token))
        {
            throw Error(
                $"merge {number} names '{TokenizerFile.Shown(spelling)}', which is not in the vocabulary."
            );
        }
        return ByteAlphabet.CanRead(spelling)
            ? token
            : throw Error(
                $"merge {number} names '{TokenizerFile.Shown(spelling)}', which spells no bytes."
            );
    }

    private InvalidDataException Error(string problem) => TokenizerFile.Error(source, problem);
}
