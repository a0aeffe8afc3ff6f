using System.Text;
using TinyAutograd.Tests.Serialization;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>Damaged configurations and weights load as a model that can be used, or are refused with one exception that names file and cause.</summary>
public class Gpt2FilesHostileTests
{
    private static readonly GptConfig Sizes = new()
    {
        VocabularySize = 5,
        ContextLength = 3,
        LayerCount = 1,
        HeadCount = 2,
        ChannelCount = 4,
        HasTiedHead = false,
    };

    private static readonly Gpt<float> Model = new(Sizes, new RandomGenerator(1));
    private static readonly byte[] Config = Gpt2ConfigFile.Write(Sizes);
    private static readonly byte[] Weights = Safetensors.ToBytes(
        new SafetensorsFile(
            Model.NamedParameters.Select(pair => SafetensorsTensor.Of(pair.Key, pair.Value.Value))
        )
    );

    [Fact]
    public void A_damaged_configuration_is_read_or_refused_but_nothing_else_happens()
    {
        var file = Safetensors.Parse(Weights);
        var (read, refused) = FileDamage.Try(
            Config,
            3_000,
            20261127,
            "{}[]\",:0123456789-.eE\\u tfn",
            "^Gpt2Files: '",
            bytes =>
            {
                var loaded = Gpt2Files.Read<float>("'weights'", file, "'config'", bytes);
                // the weights are not those of the configuration, so they are true whatever it says
                foreach (var (left, right) in Model.Parameters.Zip(loaded.Parameters))
                {
                    Assert.Equal(left.Value.ToArray(), right.Value.ToArray());
                }
                Use(loaded);
            }
        );
        Assert.True(read > 100 && refused > 1_000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Damaged_weights_are_read_or_refused_but_nothing_else_happens()
    {
        var (read, refused) = FileDamage.Try(
            Weights,
            3_000,
            7,
            "{}[]\",:0123456789-.eE\\u tfnFI",
            "^(Safetensors|Gpt2Files): .",
            bytes =>
                Use(
                    Gpt2Files.Read<float>("'weights'", Safetensors.Parse(bytes), "'config'", Config)
                )
        );
        Assert.True(read > 50 && refused > 1_000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void Nesting_without_end_and_a_huge_number_are_refused()
    {
        Refused("JSON", "{\"x\":" + new string('[', 1_000_000));
        Refused("n_layer", "{\"n_layer\":" + new string('9', 1_000_000) + "}");
        Refused("occurs twice", "{\"a\":1,\"a\":2}");

        static void Refused(string what, string json)
        {
            var error = Assert.Throws<InvalidDataException>(() =>
                Gpt2ConfigFile.Read("'config'", Encoding.UTF8.GetBytes(json))
            );
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
            Assert.InRange(error.Message.Length, 1, 400);
        }
    }

    private static void Use(Gpt<float> model) =>
        Assert.Equal(Shape.Of(1, 2, 5), model.Forward(Indices.Of([0, 4], [1, 2])).Shape);
}
