namespace TinyAutograd.Transformer.Tests.Inspection;

public class AttentionMapTests
{
    [Fact]
    public void Every_head_of_every_layer_has_its_map_with_the_mark_first()
    {
        var maps = Samples.Model<double>().AttentionMaps(Samples.Tokenizer, "abba");
        Assert.Equal(
            [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)],
            maps.Select(map => (map.Layer, map.Head))
        );
        Assert.All(maps, map => Assert.Equal(["·", "a", "b", "b", "a"], map.Tokens));
        Assert.Equal(6, maps.Select(map => map.Pattern[4][1]).Distinct().Count());
    }

    [Fact]
    public void The_pattern_is_the_softmax_of_the_masked_scores()
    {
        foreach (var map in Samples.Model<double>().AttentionMaps(Samples.Tokenizer, "facade"))
        {
            for (var row = 0; row < 7; row++)
            {
                Assert.Equal(map.Scores[row].Take(row + 1), map.Masked[row].Take(row + 1));
                Assert.All(
                    map.Masked[row].Skip(row + 1),
                    x => Assert.Equal(double.NegativeInfinity, x)
                );
                Assert.All(map.Scores[row], x => Assert.True(double.IsFinite(x)));
                var exponentials = map.Masked[row].Select(Math.Exp).ToArray();
                var expected = exponentials.Select(x => x / exponentials.Sum());
                Assert.InRange(Samples.Difference(expected, map.Pattern[row]), 0, 1e-12);
            }
        }
    }

    [Fact]
    public void It_is_the_map_of_the_head_and_layer_that_it_names()
    {
        var model = Samples.Model<float>();
        var map = model.AttentionMaps(Samples.Tokenizer, "abc")[4]; // layer 1, head 1
        var trace = model.Trace(Samples.Tokens(0, 1, 2, 3));
        Assert.Equal(
            trace["blocks.1.pattern"][0, 1].ToArray().Select(x => (double)x),
            map.Pattern.SelectMany(row => row)
        );
    }

    [Fact]
    public void Entropy_is_0_for_the_first_row_and_between_0_and_its_maximum_for_the_others()
    {
        foreach (var map in Samples.Model<float>().AttentionMaps(Samples.Tokenizer, "jihgfed"))
        {
            Assert.Equal(0.0, map.Entropies[0]);
            for (var row = 1; row < 8; row++)
            {
                Assert.InRange(map.Entropies[row], 0, Math.Log(row + 1) + 1e-6);
                Assert.Equal(1.0, map.RowSums[row], precision: 6);
            }
        }
    }

    [Fact]
    public void A_head_without_queries_looks_everywhere_alike_and_its_entropy_is_the_largest()
    {
        var model = Samples.Model<double>();
        var weight = model.Blocks[0].Attention.QueryKeyValue.Weight;
        var bias = model.Blocks[0].Attention.QueryKeyValue.Bias!;
        weight.Assign(new double[weight.Length]);
        bias.Assign(new double[bias.Length]);
        var map = model.AttentionMaps(Samples.Tokenizer, "abcd")[2];
        for (var row = 0; row < 5; row++)
        {
            Assert.Equal(Math.Log(row + 1), map.Entropies[row], precision: 12);
            Assert.Equal(1.0, map.RowSums[row], precision: 12);
        }
    }

    [Fact]
    public void Texts_that_do_not_fit_are_named()
    {
        var model = Samples.Model<float>();
        Assert.Contains(
            "\"abcdefghi\" has 9 characters; a context of 9 holds 8",
            Refused("abcdefghi"),
            StringComparison.Ordinal
        );
        Assert.Contains("'x' (character 2 of \"ax\")", Refused("ax"), StringComparison.Ordinal);
        var other = CharacterTokenizer.FromItems(["ab"]);
        var error = Assert.Throws<ArgumentException>(() => model.AttentionMaps(other, "ab"));
        Assert.Contains("11 tokens, the tokenizer of 3", error.Message, StringComparison.Ordinal);

        string Refused(string text) =>
            Assert
                .Throws<ArgumentException>(() => model.AttentionMaps(Samples.Tokenizer, text))
                .Message;
    }

    [Fact]
    public void On_an_open_tape_nothing_is_recorded()
    {
        var model = Samples.Model<float>();
        using var tape = new Tape<float>();
        model.AttentionMaps(Samples.Tokenizer, "abc");
        Assert.Empty(tape.Entries);
    }
}
