namespace TinyAutograd.Transformer.Tests.Inspection;

public class AttentionTrickTests
{
    private static readonly Variable<double> Toy = Variable.Of<double>([
        [1, 0],
        [3, 2],
        [2, 4],
        [6, 2],
    ]);

    [Fact]
    public void The_worked_toy_comes_out_of_all_three_averages()
    {
        double[] expected = [1, 0, 2, 1, 2, 2, 3, 2];
        Assert.InRange(
            Samples.Difference(expected, PastAverage.Loop(Toy).Result.ToArray()),
            0,
            1e-14
        );
        Assert.InRange(
            Samples.Difference(expected, PastAverage.Product(Toy).Result.ToArray()),
            0,
            1e-14
        );
        Assert.InRange(
            Samples.Difference(expected, PastAverage.Softmax(Toy).Result.ToArray()),
            0,
            1e-14
        );
    }

    [Fact]
    public void Attention_to_equal_keys_is_the_average_too()
    {
        var q = Variable.Normal<double>([4, 3], new RandomGenerator(1));
        var same = Variable.Ones<double>([4, 3]);
        var mixture = PastAverage.Attention(q, same, Toy);
        Assert.InRange(
            Samples.Difference([1, 0, 2, 1, 2, 2, 3, 2], mixture.Result.ToArray()),
            0,
            1e-14
        );
    }

    [Theory]
    [InlineData("abba", 0, 0)]
    [InlineData("facade", 1, 2)]
    [InlineData("jihgfedc", 0, 1)]
    [InlineData("", 1, 0)]
    public void Every_claim_holds_in_float(string text, int layer, int head)
    {
        var trick = Samples.Model<float>().Trick(Samples.Tokenizer, text, layer, head, seed: 3);
        Assert.Equal([1, 2, 3, 4, 5], trick.Steps.Select(step => step.Number));
        Assert.Equal([0, 1, 1, 2, 1], trick.Steps.Select(step => step.Checks.Count));
        Assert.All(
            trick.Steps.SelectMany(step => step.Checks),
            check => Assert.True(check.Holds, $"{check}")
        );
        var claims = trick.Steps.SelectMany(step => step.Checks).ToArray();
        var largest = trick.Input.SelectMany(row => row).Max(Math.Abs);
        Assert.Equal(1e-6 * Math.Max(1, largest), claims[0].Limit);
        Assert.Equal(0.0, claims[3].Limit);
        Assert.Equal(1e-6, claims[4].Limit);
    }

    [Fact]
    public void In_double_the_claims_hold_to_double_rounding()
    {
        var trick = Samples.Model<double>().Trick(Samples.Tokenizer, "facade", 1, 1, seed: 3);
        Assert.All(
            trick.Steps.SelectMany(step => step.Checks),
            check => Assert.InRange(check.Difference, 0, 1e-13)
        );
    }

    [Fact]
    public void The_result_is_the_product_of_the_weights_with_X_in_the_first_three_steps()
    {
        var trick = Samples.Model<double>().Trick(Samples.Tokenizer, "facade", 0, 1, seed: 3);
        foreach (var step in trick.Steps.Take(3))
        {
            for (var t = 0; t < 7; t++)
            {
                var expected = Enumerable
                    .Range(0, 12)
                    .Select(c =>
                        Enumerable.Range(0, 7).Sum(s => step.Weights[t][s] * trick.Input[s][c])
                    );
                Assert.InRange(Samples.Difference(expected, step.Result[t]), 0, 1e-12);
            }
        }
        Assert.All(
            trick.Steps.Skip(3),
            step => Assert.All(step.Result, row => Assert.Equal(4, row.Count))
        );
    }

    [Fact]
    public void Scores_appear_with_the_softmax_and_are_masked_above_the_diagonal()
    {
        var trick = Samples.Model<float>().Trick(Samples.Tokenizer, "abc", 0, 0, seed: 3);
        Assert.Equal([true, true, false, false, false], trick.Steps.Select(s => s.Scores is null));
        foreach (var step in trick.Steps)
        {
            for (var row = 0; row < 4; row++)
            {
                Assert.All(step.Weights[row].Skip(row + 1), w => Assert.Equal(0.0, w));
                Assert.All(
                    step.Scores?[row].Skip(row + 1) ?? [],
                    s => Assert.Equal(double.NegativeInfinity, s)
                );
            }
        }
        Assert.All(
            trick.Steps[2].Scores!.SelectMany((row, i) => row.Take(i + 1)),
            s => Assert.Equal(0.0, s)
        );
    }

    [Fact]
    public void The_trained_head_is_the_map_and_the_result_of_the_model()
    {
        var model = Samples.Model<double>();
        var map = model.AttentionMaps(Samples.Tokenizer, "facade")[5]; // layer 1, head 2
        var trained = model.Trick(Samples.Tokenizer, "facade", 1, 2, seed: 3).Steps[4];
        var z = model.Trace(Samples.Tokens(0, 6, 1, 3, 1, 4, 5))["blocks.1.z"][0, 2].ToArray();
        Assert.InRange(Difference(map.Pattern, trained.Weights), 0, 1e-12);
        Assert.InRange(
            Difference(map.Masked.Select(Finite), trained.Scores!.Select(Finite)),
            0,
            1e-12
        );
        Assert.InRange(Samples.Difference(z, trained.Result.SelectMany(row => row)), 0, 1e-12);

        static IEnumerable<double> Finite(IReadOnlyList<double> row) => row.Where(double.IsFinite);
    }

    [Fact]
    public void Retyping_a_letter_moves_the_weights_of_the_last_two_steps_and_never_of_the_first_three()
    {
        var model = Samples.Model<double>();
        var before = model.Trick(Samples.Tokenizer, "facade", 0, 0, seed: 3);
        var after = model.Trick(Samples.Tokenizer, "fajade", 0, 0, seed: 3);
        for (var step = 0; step < 5; step++)
        {
            var (old, now) = (before.Steps[step].Weights, after.Steps[step].Weights);
            Assert.Equal(old.Take(3), now.Take(3)); // rows before the letter never move
            var moved = Difference(old.Skip(3), now.Skip(3));
            Assert.True(step < 3 ? moved == 0 : moved > 1e-6, $"step {step + 1} moved by {moved}");
        }
    }

    [Fact]
    public void The_seed_decides_step_4_and_nothing_else()
    {
        var model = Samples.Model<double>();
        var first = model.Trick(Samples.Tokenizer, "facade", 0, 0, seed: 3);
        var again = model.Trick(Samples.Tokenizer, "facade", 0, 0, seed: 3);
        var other = model.Trick(Samples.Tokenizer, "facade", 0, 0, seed: 4);
        for (var step = 0; step < 5; step++)
        {
            Assert.Equal(first.Steps[step].Weights, again.Steps[step].Weights);
            Assert.Equal(
                step != 3,
                Difference(first.Steps[step].Weights, other.Steps[step].Weights) == 0
            );
        }
    }

    [Fact]
    public void A_check_that_is_not_a_number_does_not_hold()
    {
        Assert.True(new TrickCheck("", 0, 0).Holds);
        Assert.False(new TrickCheck("", 1e-5, 1e-6).Holds);
        Assert.False(new TrickCheck("", double.NaN, 1).Holds);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var model = Samples.Model<float>();
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            model.Trick(Samples.Tokenizer, "a", 2, 0, 1)
        );
        Assert.ThrowsAny<ArgumentException>(() => model.Trick(Samples.Tokenizer, "x", 0, 0, 1));
        Assert.Contains(
            "(3)",
            Assert
                .Throws<ArgumentException>(() => PastAverage.Loop(Variable.Ones<float>([3])))
                .Message,
            StringComparison.Ordinal
        );
    }

    private static double Difference(
        IEnumerable<IEnumerable<double>> a,
        IEnumerable<IEnumerable<double>> b
    ) => Samples.Difference(a.SelectMany(row => row), b.SelectMany(row => row));
}
