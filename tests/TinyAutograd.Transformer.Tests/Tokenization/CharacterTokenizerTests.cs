namespace TinyAutograd.Transformer.Tests.Tokenization;

public class CharacterTokenizerTests
{
    [Fact]
    public void Characters_follow_the_mark_in_ascending_order()
    {
        var tokenizer = CharacterTokenizer.FromItems(["cab", "abba"]);
        Assert.Equal("abc", tokenizer.Characters);
        Assert.Equal(4, tokenizer.VocabularySize);
        Assert.Equal([3, 1, 2], tokenizer.Encode("cab"));
        Assert.Equal("cab", tokenizer.Decode([0, 3, 1, 2, 0]));
        Assert.Equal(CharacterTokenizer.MarkText, tokenizer.Decode(CharacterTokenizer.Mark));
    }

    [Fact]
    public void A_symbol_outside_the_basic_plane_is_one_character()
    {
        var tokenizer = CharacterTokenizer.FromItems(["a😀ü"]);
        Assert.Equal(4, tokenizer.VocabularySize);
        Assert.Equal("ü😀", tokenizer.Decode(tokenizer.Encode("ü😀")));
    }

    [Fact]
    public void An_unknown_character_is_named_with_its_position()
    {
        var tokenizer = CharacterTokenizer.FromItems(["ab"]);
        var error = Assert.Throws<ArgumentException>(() => tokenizer.Encode("abX"));
        Assert.Contains("'X' (character 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode(3));
    }

    [Fact]
    public void One_letter_is_no_vocabulary()
    {
        Assert.Contains(
            "at least 2",
            Assert.Throws<ArgumentException>(() => CharacterTokenizer.FromItems(["aaa"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_unknown_character_is_shown_where_it_has_a_token()
    {
        var tokenizer = CharacterTokenizer.FromItems(["ab"], hasUnknownToken: true);
        Assert.Equal(4, tokenizer.VocabularySize);
        Assert.Equal(3, tokenizer.UnknownToken);
        Assert.Equal([1, 3, 2, 3], tokenizer.Encode("aXb😀"));
        Assert.Equal("a�b�", tokenizer.Decode(tokenizer.Encode("aXb😀")));
        Assert.Equal("�", tokenizer.Decode(3));
        Assert.Equal("ab", tokenizer.Characters);
        Assert.Null(CharacterTokenizer.FromItems(["ab"]).UnknownToken);
    }
}
