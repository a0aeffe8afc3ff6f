namespace TinyAutograd.Transformer.Tests.Inspection;

public class LetterAttributionTests
{
    private static readonly int[] Word = [0, 6, 1, 3, 1, 4, 5]; // ·facade
    private const string Text = "facade";

    [Fact]
    public void For_a_linear_score_input_times_gradient_sums_to_what_the_input_changes()
    {
        var random = new RandomGenerator(1);
        var x = Variable.Normal<double>([5, 3], random);
        var weight = Variable.Normal<double>([5, 3], random);
        var parts = GptInspection.InputTimesGradient(x, x => (x * weight).Sum() + 7);
        Assert.Equal((x * weight).Sum().Item(), parts.Sum(), precision: 12); // score(x) − score(0)
        Assert.InRange(Samples.Difference((x * weight).Sum(axes: 1).ToArray(), parts), 0, 1e-12);
    }

    [Fact]
    public void A_position_that_a_score_does_not_read_contributes_exactly_0()
    {
        var x = Variable.Normal<float>([4, 3], new RandomGenerator(1));
        var parts = GptInspection.InputTimesGradient(x, x => x[..2].Square().Sum());
        Assert.Equal([0.0, 0.0], parts.Skip(2));
        Assert.Equal(2.0 * x[0].Square().Sum().Item(), parts[0], precision: 5);
    }

    [Theory]
    [InlineData(AttributedScore.Logit)]
    [InlineData(AttributedScore.LogProbability)]
    public void Input_times_gradient_is_the_slope_of_the_score_as_a_position_is_scaled(
        AttributedScore kind
    )
    {
        var model = Samples.Model<double>();
        var explained = model.Explain(Samples.Tokenizer, Text, 4, kind);
        var x = model.Embed(Samples.Tokens(Word))[0];
        const double Step = 1e-5; // error of the central difference: about Step² and 1e-16 / Step
        for (var place = 0; place < Word.Length; place++)
        {
            var unit = Variable.OneHot<double>(Indices.Scalar(place), Word.Length).Unsqueeze(1); // (T, 1)
            var slope = (Score(x * (1 + Step * unit)) - Score(x * (1 - Step * unit))) / (2 * Step);
            Assert.Equal(slope, explained.InputTimesGradient[place], 1e-7);
        }

        double Score(Variable<double> x)
        {
            var logits = model.ForwardEmbedded(x.Unsqueeze(0))[0, 4];
            return (kind == AttributedScore.Logit ? logits : logits.LogSoftmax())[4].Item(); // d
        }
    }

    [Fact]
    public void Positions_behind_the_explained_one_contribute_exactly_0()
    {
        var model = Samples.Model<double>();
        for (var index = 0; index <= Text.Length; index++)
        {
            var explained = model.Explain(Samples.Tokenizer, Text, index);
            Assert.Equal(7, explained.InputTimesGradient.Count);
            Assert.Equal(7, explained.Occlusion.Count);
            Assert.All(explained.InputTimesGradient.Skip(index + 1), x => Assert.Equal(0.0, x));
            Assert.All(explained.Occlusion.Skip(index + 1), x => Assert.Equal(0.0, x));
            Assert.All(explained.InputTimesGradient.Take(index + 1), x => Assert.NotEqual(0.0, x));
            Assert.All(explained.Occlusion.Take(index + 1).Skip(1), x => Assert.NotEqual(0.0, x));
        }
    }

    [Fact]
    public void The_score_is_that_of_the_letter_that_stands_there_and_of_the_mark_at_the_end()
    {
        var model = Samples.Model<double>();
        var logits = model.Forward(Samples.Tokens(Word))[0];
        for (var index = 0; index <= Text.Length; index++)
        {
            var letter = index < Text.Length ? Word[index + 1] : CharacterTokenizer.Mark;
            var explained = model.Explain(Samples.Tokenizer, Text, index);
            Assert.Equal(index < Text.Length ? Text[index].ToString() : "·", explained.Letter);
            Assert.Equal(logits[index].LogSoftmax()[letter].Item(), explained.Score, 1e-12);
            var logit = model.Explain(Samples.Tokenizer, Text, index, AttributedScore.Logit);
            Assert.Equal(logits[index, letter].Item(), logit.Score, 1e-12);
        }
    }

    [Fact]
    public void Occlusion_is_the_fall_of_the_score_with_the_mark_in_place_of_the_token()
    {
        var model = Samples.Model<double>();
        var explained = model.Explain(Samples.Tokenizer, Text, 5, AttributedScore.Logit);
        Assert.Equal(0.0, explained.Occlusion[0]); // the mark already
        var occluded = model.Forward(Samples.Tokens(0, 6, 1, 0, 1, 4, 5))[0, 5, 5].Item();
        Assert.Equal(explained.Score - occluded, explained.Occlusion[3], 1e-12);
    }

    [Fact]
    public void It_works_in_float_and_leaves_an_open_tape_as_it_was()
    {
        var expected = Samples.Model<double>();
        var model = Samples.Model<float>();
        using var tape = new Tape<float>();
        var explained = model.Explain(Samples.Tokenizer, Text, 3);
        Assert.Empty(tape.Entries);
        var exact = expected.Explain(Samples.Tokenizer, Text, 3);
        var scale = exact.InputTimesGradient.Max(Math.Abs);
        Assert.InRange(
            Samples.Difference(exact.InputTimesGradient, explained.InputTimesGradient),
            0,
            1e-4 * scale
        );
    }

    [Fact]
    public void Characters_that_do_not_exist_and_wrong_shapes_are_named()
    {
        var model = Samples.Model<float>();
        Assert.Contains(
            "no character 4 in \"abc\" with 3",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    model.Explain(Samples.Tokenizer, "abc", 4)
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            model.Explain(Samples.Tokenizer, "abc", -1)
        );
        Assert.Contains(
            "(3)",
            Assert
                .Throws<ArgumentException>(() =>
                    GptInspection.InputTimesGradient(Variable.Ones<float>([3]), x => x.Sum())
                )
                .Message,
            StringComparison.Ordinal
        );
    }
}
