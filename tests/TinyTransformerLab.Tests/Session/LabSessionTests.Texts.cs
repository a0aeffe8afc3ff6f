namespace TinyTransformerLab.Tests;

/// <content>Words that are typed, and words that are written.</content>
public partial class LabSessionTests
{
    [Fact]
    public void A_long_word_with_capitals_and_unknown_letters_is_read_with_a_note_for_each_change()
    {
        var word = Session.Attend("Anna-Maria, the very long one").Word;
        Assert.Equal("annamariathever", word.Used);
        Assert.Equal(3, word.Notes.Count);
        Assert.Contains("A, M", word.Notes[0], StringComparison.Ordinal);
        Assert.Contains("U+0020", word.Notes[1], StringComparison.Ordinal);
        Assert.Contains("15 letters", word.Notes[2], StringComparison.Ordinal);
        Assert.Equal(16, Session.Attend("Anna-Maria, the very long one").Maps[0].Tokens.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("😀🏳️‍🌈")]
    [InlineData("\0\u001b[31")]
    public void A_word_of_which_nothing_is_known_leaves_the_start_mark(string typed)
    {
        var view = Session.Attend(typed);
        Assert.Equal("", view.Word.Used);
        Assert.Equal(typed.Trim().Length > 0, view.Word.Notes.Count > 0);
        Assert.All(view.Word.Notes, note => Assert.DoesNotContain(note, char.IsControl));
        Assert.All(view.Maps, map => Assert.Equal(["·"], map.Tokens));
    }

    [Fact]
    public void Generated_letters_fall_where_their_draw_says()
    {
        var view = Session.Generate(50, new SamplingOptions { Temperature = 1.2, TopK = 9 });
        Assert.Equal(50, view.Items.Count);
        foreach (var letter in view.Items.SelectMany(item => item.Letters))
        {
            Assert.InRange(letter.Draw, letter.From, letter.From + letter.Probability);
            Assert.True(letter.Surprise > 0);
        }
        Assert.All(
            view.Items,
            item =>
                Assert.Equal(
                    item.Text,
                    string.Concat(item.Letters.Select(letter => letter.Letter)).TrimEnd('·')
                )
        );
    }

    [Fact]
    public void Generation_is_what_the_text_generator_of_the_package_gives()
    {
        var sampling = new SamplingOptions
        {
            Temperature = 0.9,
            TopP = 0.95,
            MinP = 0.01,
        };
        var random = LabConfig.RandomFor(7, Purpose.Generation);
        var generator = new TextGenerator<float>(Session.Model, Session.Tokenizer);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(_ => generator.Generate(random, sampling, "jo")),
            Session.Generate(20, sampling, "jo", seed: 7).Items.Select(item => item.Text)
        );
    }

    [Fact]
    public void Verdicts_tell_training_held_out_and_new_apart()
    {
        var items = Session.Items;
        Assert.Equal(Verdict.InTraining, Greedy(items.Training[0]));
        Assert.Equal(Verdict.HeldOut, Greedy(items.HeldOut[0]));

        // The whole item as prefix; a session that must end there leaves it as it is.
        Verdict Greedy(string item)
        {
            var padded = Session.Generate(200, null, item);
            var same = padded.Items.FirstOrDefault(generated => generated.Text == item);
            Assert.NotNull(same);
            return same.Verdict;
        }
    }

    [Fact]
    public void Fresh_weights_are_said_to_spit_noise_and_trained_ones_are_not()
    {
        Assert.NotNull(TrainedSession.New().Generate(1).Note);
        Assert.Null(Session.Generate(1).Note);
    }
}
