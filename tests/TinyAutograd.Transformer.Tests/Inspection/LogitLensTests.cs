namespace TinyAutograd.Transformer.Tests.Inspection;

public class LogitLensTests
{
    [Fact]
    public void The_last_stage_is_what_the_model_says()
    {
        var model = Samples.Model<double>();
        var stages = model.LogitLens(Samples.Tokenizer, "abac");
        Assert.Equal(
            ["embed", "blocks.0.resid_post", "blocks.1.resid_post"],
            stages.Select(stage => stage.Name)
        );
        var expected = model.Forward(Samples.Tokens(0, 1, 2, 1, 3)).Softmax().ToArray();
        Assert.InRange(
            Samples.Difference(expected, stages[^1].Probabilities.SelectMany(row => row)),
            0,
            1e-12
        );
    }

    [Fact]
    public void Every_stage_gives_probabilities_and_the_stages_differ()
    {
        var stages = Samples.Model<float>().LogitLens(Samples.Tokenizer, "jab");
        foreach (var stage in stages)
        {
            Assert.Equal(4, stage.Probabilities.Count);
            Assert.All(
                stage.Probabilities,
                row =>
                {
                    Assert.Equal(11, row.Count);
                    Assert.All(row, p => Assert.InRange(p, 0, 1));
                    Assert.Equal(1.0, row.Sum(), precision: 5);
                }
            );
        }
        Assert.Equal(3, stages.Select(stage => stage.Probabilities[2][1]).Distinct().Count());
    }

    [Fact]
    public void Blocks_that_add_nothing_leave_the_first_impression()
    {
        var model = Samples.Model<double>();
        foreach (var block in model.Blocks)
        {
            foreach (var output in new[] { block.Attention.Output, block.FeedForward.Output })
            {
                output.Weight.Assign(new double[output.Weight.Length]);
                output.Bias!.Assign(new double[output.Bias.Length]);
            }
        }
        var stages = model.LogitLens(Samples.Tokenizer, "abc");
        Assert.All(stages, stage => Assert.Equal(stages[0].Probabilities, stage.Probabilities));
    }

    [Fact]
    public void The_first_stage_knows_only_the_present_letter_and_its_position()
    {
        var model = Samples.Model<double>();
        var first = model.LogitLens(Samples.Tokenizer, "abc")[0].Probabilities;
        var other = model.LogitLens(Samples.Tokenizer, "jbi")[0].Probabilities;
        Assert.Equal(first[2], other[2]);
        Assert.NotEqual(first[1], other[1]);
    }
}
