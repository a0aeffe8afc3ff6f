using System.Buffers;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>Finds added tokens in a text: the leftmost, and the longest that begins there. Immutable.</summary>
/// <remarks>A tree whose branches are bytes. Cost: O(bytes), times the longest content at worst.</remarks>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<(int Node, byte Value), int> children = [];
    private readonly List<AddedToken?> ends = [null]; // by node; node 0 is the root
    private readonly SearchValues<byte> firstBytes;

    /// <param name="tokens">No content twice, none empty.</param>
    public AddedTokenMatcher(IEnumerable<AddedToken> tokens)
    {
        var first = new HashSet<byte>();
        foreach (var token in tokens)
        {
            var content = Encoding.UTF8.GetBytes(token.Content);
            first.Add(content[0]);
            ends[NodeOf(content)] = token;
        }
        firstBytes = SearchValues.Create([.. first]);
    }

    /// <summary>The first added token of a text, and where it stands; null if there is none.</summary>
    public (AddedToken Token, int Start, int End)? Find(ReadOnlySpan<byte> text, int from)
    {
        for (var start = from; ; start++)
        {
            var offset = text[start..].IndexOfAny(firstBytes);
            if (offset < 0)
            {
                return null;
            }
            start += offset;
            if (Longest(text[start..]) is var (token, length))
            {
                return (token, start, start + length);
            }
        }
    }

    private (AddedToken Token, int Length)? Longest(ReadOnlySpan<byte> text)
    {
        (AddedToken, int)? longest = null;
        var node = 0;
        for (var i = 0; i < text.Length && children.TryGetValue((node, text[i]), out node); i++)
        {
            longest = ends[node] is { } token ? (token, i + 1) : longest;
        }
        return longest;
    }

    private int NodeOf(ReadOnlySpan<byte> content)
    {
        var node = 0;
        foreach (var value in content)
        {
            if (!children.TryGetValue((node, value), out var child))
            {
                child = ends.Count;
                children.Add((node, value), child);
                ends.Add(null);
            }
            node = child;
        }
        return node;
    }
}
