namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>The kinds of feed-forward network and norm against their formulas, number by number.</summary>
public class FeedForwardTests
{
    private static readonly Variable<double> X = Variable.Normal<double>(
        [3, 16],
        new RandomGenerator(4)
    );

    [Theory]
    [InlineData("GPT-2")]
    [InlineData("GELU by erf")]
    [InlineData("SwiGLU")]
    public void The_network_is_its_formula(string kind)
    {
        var network = ModelKindTests.Model(kind).Blocks[1].FeedForward;
        var hidden = network.Hidden.Forward(X).ToArray();
        var gate = network.Gate?.Forward(X).ToArray();
        var active = hidden.Select(
            (h, i) =>
                kind switch
                {
                    "SwiGLU" => h * gate![i] / (1 + Math.Exp(-gate[i])),
                    "GPT-2" => h
                        / 2
                        * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (h + 0.044715 * h * h * h))),
                    _ => h * NormalDistribution(h),
                }
        );
        var width = hidden.Length / 3;
        Assert.Equal(kind == "SwiGLU" ? 48 : 64, width);
        ModelKindTests.Near(
            network.Output.Forward(Variable.Of([.. active], [3, width])).ToArray(),
            network.Forward(X).ToArray(),
            1e-9
        );
    }

    [Fact]
    public void RmsNorm_divides_by_the_root_of_the_mean_square()
    {
        var model = ModelKindTests.Model("RMSNorm");
        Assert.Null(model.FinalNorm.Bias);
        var gain = model.FinalNorm.Weight.Value.ToArray();
        var expected = X.ToArray()
            .Chunk(16)
            .SelectMany(row =>
            {
                var root = Math.Sqrt(row.Average(x => x * x) + 1e-6);
                return row.Select((x, i) => x / root * gain[i]);
            });
        ModelKindTests.Near([.. expected], model.FinalNorm.Forward(X).ToArray(), 1e-12);
    }

    [Fact]
    public void Without_biases_there_is_none()
    {
        var names = ModelKindTests.Model("no biases").NamedParameters.Select(pair => pair.Key);
        Assert.DoesNotContain(names, name => name.EndsWith("bias", StringComparison.Ordinal));
    }

    // Φ by Simpson's rule from 0: an integral, not the error function that the op uses.
    private static double NormalDistribution(double x)
    {
        const int Pieces = 400;
        var step = x / Pieces;
        var sum = Enumerable
            .Range(0, Pieces + 1)
            .Sum(i =>
                (
                    i is 0 or Pieces ? 1
                    : i % 2 == 1 ? 4
                    : 2
                ) * Math.Exp(-i * step * i * step / 2)
            );
        return 0.5 + sum * step / 3 / Math.Sqrt(2 * Math.PI);
    }
}
