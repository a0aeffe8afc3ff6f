using System.Security.Cryptography;
using TinyAutograd.Tests.Serialization;

namespace TinyAutograd.Transformer.Tests.Data;

public sealed class TokenFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(folder, "text.tokens");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(2, 0, 64)]
    [InlineData(2, 1, 66)]
    [InlineData(50_257, 40_000, 80_064)] // more than one buffer
    [InlineData(65_536, 100, 264)]
    [InlineData(65_537, 20_000, 80_064)]
    [InlineData(int.MaxValue, 3, 76)]
    public void Tokens_come_back_from_any_place(int vocabularySize, int count, long bytes)
    {
        var random = new RandomGenerator(vocabularySize);
        int[] tokens =
        [
            .. Enumerable.Range(0, count).Select(_ => random.NextInt32(vocabularySize)),
        ];
        TokenFile.Write(Target, tokens, vocabularySize);
        Assert.Equal(bytes, new FileInfo(Target).Length);
        using var file = new TokenFile(Target);
        Assert.Equal((count, vocabularySize), (file.Count, file.VocabularySize));
        file.Verify();
        Assert.Equal(tokens, Read(file, 0, count));
        for (var begin = 0; begin < count; begin += 1 + count / 7)
        {
            var length = Math.Min(5, count - begin);
            Assert.Equal(tokens[begin..(begin + length)], Read(file, begin, length));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(file, 0, count + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(file, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(file, long.MaxValue, 1));
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes_behind_the_header()
    {
        TokenFile.Write(Target, [1, 2, 258], 259);
        using var file = new TokenFile(Target);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([1, 0, 2, 0, 2, 1])), file.Hash);
        Assert.Equal("TinyToks"u8, File.ReadAllBytes(Target).AsSpan(0, 8));
    }

    [Fact]
    public void A_file_trains_as_the_same_tokens_in_memory()
    {
        int[] tokens = [.. Enumerable.Range(0, 300).Select(i => i * i % 17)];
        TokenFile.Write(Target, tokens, 17);
        using var file = new TokenFile(Target);
        var (mapped, listed) = (
            new TextWindows(file, 5).Batches(6, 4, 2),
            new TextWindows(new TokenList(tokens, 17), 5).Batches(6, 4, 2)
        );
        Assert.Equal(listed.BatchesPerEpoch, mapped.BatchesPerEpoch);
        for (var i = 0; i < 2 * listed.BatchesPerEpoch; i++)
        {
            Assert.Equal(listed[i].Tokens.ToArray(), mapped[i].Tokens.ToArray());
            Assert.Equal(listed[i].Targets.ToArray(), mapped[i].Targets.ToArray());
        }
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        TokenFile.Write(Target, [0, 1], 2);
        var old = File.ReadAllBytes(Target);
        var error = Assert.Throws<ArgumentException>(() => TokenFile.Write(Target, [0, 1, 2], 2));
        Assert.Contains("Token 2 is 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TokenFile.Write(Target, [-1], 2));
        Assert.Equal(old, File.ReadAllBytes(Target));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_file_that_was_cut_off_anywhere_is_refused()
    {
        TokenFile.Write(Target, [5, 6, 7, 8], 9);
        var bytes = File.ReadAllBytes(Target);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Target, bytes[..length]);
            var error = Assert.Throws<InvalidDataException>(() => new TokenFile(Target));
            Assert.Contains(Target, error.Message, StringComparison.Ordinal);
        }
        Assert.ThrowsAny<IOException>(() => new TokenFile(Path.Combine(folder, "none")));
    }

    [Fact]
    public void A_token_beyond_the_vocabulary_is_found_when_it_is_read()
    {
        TokenFile.Write(Target, [5, 6, 7, 8], 9);
        var bytes = File.ReadAllBytes(Target);
        bytes[^2] = 9;
        File.WriteAllBytes(Target, bytes);
        using var file = new TokenFile(Target);
        Assert.Equal([5, 6, 7], Read(file, 0, 3));
        var error = Assert.Throws<InvalidDataException>(() => Read(file, 2, 2));
        Assert.Contains("token 3 is 9", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(file.Verify);
    }

    [Fact]
    public void Damaged_files_are_the_sound_one_or_refused_but_nothing_else_happens()
    {
        TokenFile.Write(Target, Enumerable.Range(0, 40), 41);
        var (read, refused) = FileDamage.Try(
            File.ReadAllBytes(Target),
            2_000,
            20261127,
            "TinyToks\0\u0001\u0002\u0004",
            "^Token file '",
            bytes =>
            {
                File.WriteAllBytes(Target, bytes);
                using var file = new TokenFile(Target);
                file.Verify();
                Assert.All(
                    Read(file, 0, (int)file.Count),
                    token => Assert.InRange(token, 0, file.VocabularySize - 1)
                );
            }
        );
        Assert.True(read > 5 && refused > 1_500, $"{read} read, {refused} refused");
    }

    private static int[] Read(TokenFile file, long begin, int count)
    {
        var tokens = new int[count];
        file.Read(begin, tokens);
        return tokens;
    }
}
