using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyAutograd.Transformer.Tests.Model;

public sealed partial class Gpt2FilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string WeightsPath => Path.Combine(folder, Gpt2Files.WeightsName);

    private string ConfigPath => Path.Combine(folder, Gpt2Files.ConfigName);

    private static string Vector(string model, string file) =>
        Path.Combine(AppContext.BaseDirectory, "Vectors", "gpt", model, file);

    private SafetensorsFile CopyVectors(string model)
    {
        File.Copy(Vector(model, "weights.safetensors"), WeightsPath, overwrite: true);
        File.Copy(Vector(model, "config.json"), ConfigPath, overwrite: true);
        return Safetensors.Load(WeightsPath);
    }

    private void Edit(string key, string json)
    {
        var config = JsonNode.Parse(File.ReadAllBytes(ConfigPath))!.AsObject();
        config[key] = JsonNode.Parse(json);
        File.WriteAllText(ConfigPath, config.ToJsonString());
    }

    [Theory]
    [InlineData("small", true)]
    [InlineData("small_untied", false)]
    public void The_reference_models_load_and_give_the_reference_logits(string name, bool isTied)
    {
        CopyVectors(name);
        var single = Gpt2Files.Load<float>(folder);
        Assert.Equal(isTied, single.Config.HasTiedHead);
        Assert.Equal((2, 4, 32, 16, 27), Sizes(single.Config));
        Matches("f32", single);
        Matches("f64", Gpt2Files.Load<double>(folder));

        void Matches<T>(string precision, Gpt<T> model)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            var file = Safetensors.Load(Vector(name, $"forward.{precision}.safetensors"));
            new VectorTolerance($"gpt.{precision}").Equal(
                "logits",
                "logits",
                file["logits"].ReadVariable<T>().AsSpan(),
                model.Forward(file["idx"].ReadIndices()).AsSpan()
            );
        }
    }

    [Theory]
    [InlineData("small", false)]
    [InlineData("small", true)]
    [InlineData("small_untied", false)]
    [InlineData("small_untied", true)]
    public void Loaded_and_saved_is_the_same_tensor_for_tensor(string name, bool hasPrefix)
    {
        var before = CopyVectors(name);
        var model = Gpt2Files.Load<float>(folder);
        Gpt2Files.Save(folder, model, hasPrefix: hasPrefix);
        var after = Safetensors.Load(WeightsPath);
        Assert.Equal(before.Tensors.Count, after.Tensors.Count);
        foreach (var tensor in before.Tensors)
        {
            var prefix = hasPrefix && tensor.Name != "lm_head.weight" ? "transformer." : "";
            var saved = after[prefix + tensor.Name];
            Assert.Equal((tensor.Type, tensor.Shape), (saved.Type, saved.Shape));
            Assert.Equal(tensor.Bytes.ToArray(), saved.Bytes.ToArray());
        }
        Assert.Equal("pt", after.Metadata["format"]);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        Assert.Equal(model.Config, Gpt2Files.Load<float>(folder).Config);
        // every setting that the reference has says the same
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Vector(name, "config.json")));
        using var actual = JsonDocument.Parse(File.ReadAllBytes(ConfigPath));
        foreach (var property in expected.RootElement.EnumerateObject())
        {
            var written = actual.RootElement.GetProperty(property.Name);
            if (property.Value.ValueKind == JsonValueKind.Number)
            {
                Assert.Equal(property.Value.GetDouble(), written.GetDouble());
            }
            else
            {
                Assert.Equal(property.Value.GetRawText(), written.GetRawText());
            }
        }
    }

    [Fact]
    public void Masks_and_an_equal_head_in_the_file_change_nothing()
    {
        var sound = CopyVectors("small");
        var expected = Gpt2Files.Load<float>(folder);
        File.Delete(ConfigPath);
        Assert.Contains("number of heads", Refused(), StringComparison.Ordinal);
        CopyVectors("small");
        Safetensors.Save(
            WeightsPath,
            [
                .. sound.Tensors.Select(tensor =>
                    SafetensorsTensor.Of($"transformer.{tensor.Name}", tensor.ReadVariable<float>())
                ),
                SafetensorsTensor.Of("lm_head.weight", sound["wte.weight"].ReadVariable<float>()),
                SafetensorsTensor.Of("transformer.h.0.attn.bias", Mask.Of(true, false)),
                SafetensorsTensor.Of("transformer.h.1.attn.bias", [1L], [1], SafetensorsType.U8),
                SafetensorsTensor.Of("transformer.h.1.attn.masked_bias", Variable.Of(-1e4f)),
            ]
        );
        var loaded = Gpt2Files.Load<float>(folder);
        Assert.True(loaded.Config.HasTiedHead);
        AssertSame(expected, loaded);
        Edit("tie_word_embeddings", "false");
        Assert.False(Gpt2Files.Load<float>(folder).Config.HasTiedHead);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_configuration_sizes_follow_from_the_shapes_and_heads_have_64_channels(
        bool isTied
    )
    {
        var model = new Gpt<float>(
            new GptConfig
            {
                VocabularySize = 5,
                ContextLength = 3,
                LayerCount = 2,
                HeadCount = 2,
                ChannelCount = 128,
                HasTiedHead = isTied,
            },
            new RandomGenerator(1)
        );
        Gpt2Files.Save(folder, model);
        File.Delete(ConfigPath);
        var loaded = Gpt2Files.Load<float>(folder);
        Assert.Equal(model.Config, loaded.Config);
        AssertSame(model, loaded);
    }

    [Theory]
    [InlineData(SafetensorsType.F16, 1e-3)]
    [InlineData(SafetensorsType.BF16, 8e-3)]
    public void Weights_of_16_bits_load_and_come_back_bit_for_bit(
        SafetensorsType type,
        double tolerance
    )
    {
        CopyVectors("small");
        var model = Gpt2Files.Load<float>(folder);
        Gpt2Files.Save(folder, model, type);
        var bytes = File.ReadAllBytes(WeightsPath);
        Assert.All(Safetensors.Parse(bytes).Tensors, tensor => Assert.Equal(type, tensor.Type));
        var rounded = Gpt2Files.Load<double>(folder);
        foreach (var (left, right) in model.Parameters.Zip(rounded.Parameters))
        {
            foreach (var (exact, near) in left.Value.ToArray().Zip(right.Value.ToArray()))
            {
                Assert.InRange(
                    near - exact,
                    -tolerance * Math.Abs(exact) - 1e-7,
                    tolerance * Math.Abs(exact) + 1e-7
                );
            }
        }
        Gpt2Files.Save(folder, rounded, type);
        Assert.Equal(bytes, File.ReadAllBytes(WeightsPath));
    }

    [Fact]
    public void A_weight_that_cannot_be_read_back_is_not_written()
    {
        CopyVectors("small");
        var model = Gpt2Files.Load<float>(folder);
        var before = File.ReadAllBytes(WeightsPath);
        model.FinalNorm.Weight.Update(70_000f, (values, large) => values[0] = large);
        var error = Assert.Throws<ArgumentException>(() =>
            Gpt2Files.Save(folder, model, SafetensorsType.F16)
        );
        Assert.Contains("'ln_f.weight'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Gpt2Files.Save(folder, model, SafetensorsType.I8));
        model.FinalNorm.Weight.Update(float.NaN, (values, nan) => values[0] = nan);
        Assert.Throws<ArgumentException>(() => Gpt2Files.Save(folder, model));
        Assert.Equal(before, File.ReadAllBytes(WeightsPath));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void GELU_by_the_error_function_is_called_gelu()
    {
        var model = ModelKindTests.Model("GELU by erf");
        Gpt2Files.Save(folder, model);
        var written = JsonNode.Parse(File.ReadAllBytes(ConfigPath))!;
        Assert.Equal("gelu", written["activation_function"]!.GetValue<string>());
        var tokens = Indices.Of([0, 5, 2], [1, 3]);
        var loaded = Gpt2Files.Load<double>(folder);
        Assert.Equal(model.Config, loaded.Config);
        Assert.Equal(model.Forward(tokens).ToArray(), loaded.Forward(tokens).ToArray());
    }

    private string Refused() =>
        Assert.Throws<InvalidDataException>(() => Gpt2Files.Load<float>(folder)).Message;

    private static (int, int, int, int, int) Sizes(GptConfig config) =>
        (
            config.LayerCount,
            config.HeadCount,
            config.ChannelCount,
            config.ContextLength,
            config.VocabularySize
        );

    private static void AssertSame(Gpt<float> expected, Gpt<float> actual)
    {
        Assert.Equal(expected.Config, actual.Config);
        foreach (var (left, right) in expected.Parameters.Zip(actual.Parameters))
        {
            Assert.Equal(left.Name, right.Name);
            Assert.Equal(left.Value.ToArray(), right.Value.ToArray());
        }
    }
}
