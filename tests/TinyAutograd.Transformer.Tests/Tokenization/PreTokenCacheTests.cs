using System.Text;

namespace TinyAutograd.Transformer.Tests.Tokenization;

public class PreTokenCacheTests
{
    [Fact]
    public void It_gives_back_what_it_keeps_and_only_for_the_same_bytes()
    {
        var cache = new PreTokenCache();
        var output = new List<int>();
        Assert.False(cache.TryAppend("word"u8, output));
        cache.Keep("word"u8, [1, 2]);
        Assert.True(cache.TryAppend("word"u8, output));
        Assert.Equal([1, 2], output);
        Assert.False(cache.TryAppend("ward"u8, output));
    }

    [Fact]
    public void Long_pieces_are_not_kept()
    {
        var cache = new PreTokenCache();
        var piece = new byte[PreTokenCache.LongestLength + 1];
        cache.Keep(piece, [1]);
        Assert.False(cache.TryAppend(piece, []));
        cache.Keep(piece.AsSpan(1), [1]);
        Assert.True(cache.TryAppend(piece.AsSpan(1), []));
    }

    [Fact]
    public void It_never_holds_more_pieces_than_it_has_places()
    {
        var cache = new PreTokenCache();
        const int Count = 4 * PreTokenCache.PlaceCount;
        for (var i = 0; i < Count; i++)
        {
            cache.Keep(Encoding.UTF8.GetBytes($"{i}"), [i]);
        }
        var output = new List<int>();
        for (var i = 0; i < Count; i++)
        {
            if (cache.TryAppend(Encoding.UTF8.GetBytes($"{i}"), output))
            {
                Assert.Equal(i, output[^1]);
            }
        }
        Assert.InRange(output.Count, PreTokenCache.PlaceCount / 2, PreTokenCache.PlaceCount);
    }

    [Fact]
    public void Threads_may_share_a_tokenizer()
    {
        string[] texts =
        [
            .. Enumerable
                .Range(0, 64)
                .Select(i =>
                    string.Join(' ', Enumerable.Range(0, 2000).Select(j => $"w{(i * j) % 977} x"))
                ),
        ];
        var wanted = texts.Select(text => Gpt2.Tokenizer.Encode(text)).ToArray();
        var fresh = Gpt2VocabularyFiles.Read("a", Gpt2.Merges, "b", Gpt2.Tokens());
        var got = new int[texts.Length][];
        Parallel.For(0, texts.Length, i => got[i] = fresh.Encode(texts[i]));
        Assert.Equal(wanted, got);
    }
}
