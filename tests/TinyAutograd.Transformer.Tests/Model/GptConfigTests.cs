namespace TinyAutograd.Transformer.Tests.Model;

public class GptConfigTests
{
    [Fact]
    public void The_named_sizes_have_the_published_weights()
    {
        Assert.Equal(26_848, GptConfig.Lab.WeightCount);
        Assert.Equal(124_439_808, GptConfig.Gpt2.WeightCount);
        Assert.Equal(354_823_168, GptConfig.Gpt2Medium.WeightCount);
        Assert.Equal(774_030_080, GptConfig.Gpt2Large.WeightCount);
        Assert.Equal(1_557_611_200, GptConfig.Gpt2XL.WeightCount);
        Assert.Equal(
            [(3, 3, 48), (4, 4, 128), (6, 6, 192)],
            new[] { GptConfig.Nano, GptConfig.Micro, GptConfig.Mini }.Select(config =>
                (config.LayerCount, config.HeadCount, config.ChannelCount)
            )
        );
        Assert.Equal(
            3 * (12 * 48 * 48 + 13 * 48) + 2 * 48 + (50_257 + 1_024) * 48,
            GptConfig.Nano.WeightCount
        );
    }

    [Fact]
    public void A_named_size_can_be_given_another_vocabulary_and_context()
    {
        var config = GptConfig.Nano with { VocabularySize = 65, ContextLength = 32 };
        Assert.Equal(
            config.WeightCount,
            new Gpt<float>(config, new RandomGenerator(1)).ParameterCount
        );
    }

    [Fact]
    public void Operations_of_GPT_2_are_those_of_blocks_head_and_attention()
    {
        var blocks = 12L * 12 * 768 * 768;
        var head = 50_257L * 768;
        Assert.Equal(
            2 * (blocks + head) + 4L * 12 * 1_024 * 768,
            GptConfig.Gpt2.ForwardOperationCount
        );
        Assert.Equal(
            3 * GptConfig.Gpt2.ForwardOperationCount,
            GptConfig.Gpt2.TrainingOperationCount
        );
    }

    [Fact]
    public void SwiGLU_has_about_the_weights_of_GELU()
    {
        var gelu = GptConfig.Gpt2 with { HasBiases = false };
        var gated = gelu with { FeedForward = FeedForwardKind.SwiGlu };
        Assert.Equal(2_048, gated.HiddenCount);
        Assert.Equal(gelu.WeightCount, gated.WeightCount);
        Assert.Equal((8, 8, 16), (Hidden(1), Hidden(3), Hidden(4)));

        int Hidden(int channels) => (gated with { ChannelCount = channels }).HiddenCount;
    }

    [Fact]
    public void Options_that_make_no_sense_are_named()
    {
        var config = GptConfig.Lab;
        Refused("4 heads cannot be divided among 3", config with { KeyValueHeadCount = 3 });
        Refused("key and value heads is 0", config with { KeyValueHeadCount = 0 });
        Refused("a head has 3", config with { Positions = PositionKind.Rotary, ChannelCount = 12 });
        Refused("rotary base is 0", config with { RotaryBase = 0 });
        Refused("rotary base is Infinity", config with { RotaryBase = double.PositiveInfinity });
        Refused("dropout rate is 1;", config with { DropoutRate = 1 });
        Refused("dropout rate is -0.1", config with { DropoutRate = -0.1 });
        Refused("dropout rate is NaN", config with { DropoutRate = double.NaN });
        Refused("LayerNorm, RmsNorm", config with { Norm = (NormKind)2 });
        Refused("Learned, Rotary", config with { Positions = (PositionKind)(-1) });
        Refused("GeluTanh, Gelu, SwiGlu", config with { FeedForward = (FeedForwardKind)9 });
        Refused("can be counted", config with { LayerCount = int.MaxValue, ChannelCount = 20_000 });

        static void Refused(string expected, GptConfig config) =>
            Assert.Contains(
                expected,
                Assert.Throws<ArgumentException>(config.Validate).Message,
                StringComparison.Ordinal
            );
    }

    // n draws: the mean within 5 standard errors σ/√n, the standard deviation too (its own error is smaller, σ/√(2n)).
    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void Weights_begin_as_in_GPT_2(string kind)
    {
        var config = ModelKinds.Config(kind) with { LayerCount = 3, ChannelCount = 48 };
        var model = new Gpt<double>(config, new RandomGenerator(3));
        foreach (var (name, parameter) in model.NamedParameters)
        {
            var numbers = parameter.Value.ToArray();
            if (parameter.Shape.Rank == 1)
            {
                var expected = name.EndsWith("bias", StringComparison.Ordinal) ? 0.0 : 1.0;
                Assert.All(numbers, number => Assert.Equal(expected, number));
                continue;
            }
            var writesToStream = name.EndsWith("c_proj.weight", StringComparison.Ordinal);
            var sigma = writesToStream ? 0.02 / Math.Sqrt(2 * 3) : 0.02;
            var mean = numbers.Average();
            var deviation = Math.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
            var error = sigma / Math.Sqrt(numbers.Length);
            Assert.InRange(mean, -5 * error, 5 * error);
            Assert.InRange(deviation, sigma - 5 * error, sigma + 5 * error);
        }
    }
}
