using TinyAutograd.Transformer.Tests.Inspection;
using TinyAutograd.Transformer.Tests.Training;

namespace TinyAutograd.Transformer.Tests.Model;

public class DropoutTests
{
    private static readonly Indices Tokens = Indices.Of([0, 7, 3, 3], [1, 4]);

    [Fact]
    public void Nothing_is_dropped_at_rate_0_or_without_a_generator()
    {
        var plain = ModelKindTests.Model("GPT-2");
        var random = new RandomGenerator(1);
        Assert.Equal(plain.Forward(Tokens).ToArray(), plain.Forward(Tokens, random).ToArray());
        Assert.Equal(0ul, random.State.Position);
        var dropping = Samples.Model<double>(config: plain.Config with { DropoutRate = 0.5 });
        Assert.Equal(plain.Forward(Tokens).ToArray(), dropping.Forward(Tokens).ToArray());
        Assert.NotEqual(
            plain.Forward(Tokens).ToArray(),
            dropping.Forward(Tokens, random).ToArray()
        );
    }

    [Fact]
    public void The_state_of_the_generator_decides_what_is_dropped()
    {
        var model = ModelKindTests.Model("all at once");
        var random = new RandomGenerator(1);
        var before = random.State;
        var first = model.Forward(Tokens, random).ToArray();
        // the embedding, and twice in each of 2 blocks: 4 positions of 16 channels
        Assert.Equal(5ul * 4 * 16, random.State.Position);
        Assert.NotEqual(first, model.Forward(Tokens, random).ToArray());
        Assert.Equal(first, model.Forward(Tokens, new RandomGenerator(before)).ToArray());
    }

    // What the block adds does not depend on what was dropped before, so its mean is that of the block without dropout.
    [Fact]
    public void The_mean_of_a_block_is_kept()
    {
        const int Draws = 4_000;
        var model = Samples.Model<double>(
            config: ModelKinds.Config("GPT-2") with
            {
                DropoutRate = 0.3,
            }
        );
        var block = model.Blocks[0];
        block.FeedForward.Output.Weight.Assign(new double[block.FeedForward.Output.Weight.Length]);
        var x = model.Embed(Tokens);
        var expected = block.Forward(x).ToArray();
        var attended = (block.Forward(x) - x).ToArray();
        var sums = new double[expected.Length];
        var random = new RandomGenerator(5);
        for (var draw = 0; draw < Draws; draw++)
        {
            foreach (var (i, y) in block.Forward(x, random).ToArray().Index())
            {
                sums[i] += y;
            }
        }
        // The feed-forward network adds its bias alone, which is dropped as well: the errors of both.
        var bias = block.FeedForward.Output.Bias!.Value.ToArray();
        for (var i = 0; i < sums.Length; i++)
        {
            var error =
                Math.Sqrt(0.3 / 0.7 / Draws)
                * (Math.Abs(attended[i] - bias[i % 16]) + Math.Abs(bias[i % 16]));
            Assert.InRange(sums[i] / Draws, expected[i] - 5 * error, expected[i] + 5 * error);
        }
    }

    [Fact]
    public void Training_drops_and_evaluation_does_not()
    {
        var (plain, dropping) = (Trainer(0), Trainer(0.4));
        Assert.Equal(plain.HeldOutLoss(), dropping.HeldOutLoss());
        Assert.NotEqual(plain.Step().Loss, dropping.Step().Loss);
        Assert.Equal(Trainer(0.4).Step(), Trainer(0.4).Step());
    }

    private static Trainer<double> Trainer(double rate) =>
        SmallTraining.Create<double>(config => config with { DropoutRate = rate });
}
