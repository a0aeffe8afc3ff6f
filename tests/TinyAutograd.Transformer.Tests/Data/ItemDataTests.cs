using System.Text;

namespace TinyAutograd.Transformer.Tests.Data;

public sealed class ItemDataTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_seed_decides_the_split_and_nothing_is_lost()
    {
        var items = Enumerable.Range(0, 100).Select(i => $"n{i}").ToArray();
        var data = new ItemData(items, seed: 1);
        Assert.Equal(10, data.HeldOut.Count);
        Assert.Equal(items.Order(), data.HeldOut.Concat(data.Training).Order());
        Assert.Equal(data.HeldOut, new ItemData(items.Reverse(), seed: 1).HeldOut);
        Assert.NotEqual(data.HeldOut, new ItemData(items, seed: 2).HeldOut);
    }

    [Fact]
    public void A_wider_vocabulary_changes_no_split_and_must_know_every_letter()
    {
        var data = new ItemData(["anna", "otto", "ana"], seed: 1);
        var wide = data.WithVocabulary(CharacterTokenizer.FromItems(["another"]));
        Assert.Equal("aehnort", wide.Tokenizer.Characters);
        Assert.Equal(data.Training, wide.Training);
        Assert.Equal(data.HeldOut, wide.HeldOut);
        Assert.Equal(data.LongestLength, wide.LongestLength);
        var error = Assert.Throws<ArgumentException>(() =>
            data.WithVocabulary(CharacterTokenizer.FromItems(["nab"]))
        );
        Assert.Contains("\"ot\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_holds_one_item_a_line()
    {
        var data = ItemData.Load(Write("anna\r\n\n  otto \nanna\n"), seed: 1);
        Assert.Equal(["anna", "otto"], data.HeldOut.Concat(data.Training).Order());
        Assert.Equal("anot", data.Tokenizer.Characters);
        Assert.Equal(4, data.LongestLength);
    }

    [Fact]
    public void A_bad_file_is_refused_with_its_name_and_what_is_wrong()
    {
        Assert.Contains(
            "nowhere.txt",
            Assert.Throws<FileNotFoundException>(() => ItemData.Load("nowhere.txt", 1)).Message,
            StringComparison.Ordinal
        );
        Refused(Write(" \n\n"), "empty");
        Refused(Write("a\0b\nc"), "U+0000");
        Refused(Write("anna"), "at least 2");
        Refused(Write("a\naa\naaa"), "at least 2");
        var latin1 = Path.Combine(folder, "latin1.txt");
        File.WriteAllBytes(latin1, [0x61, 0xE4, 0x0A]);
        Refused(latin1, "UTF-8");

        static void Refused(string path, string what)
        {
            var error = Assert.Throws<InvalidDataException>(() => ItemData.Load(path, 1));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    private string Write(string text)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllText(path, text, Encoding.UTF8);
        return path;
    }
}
