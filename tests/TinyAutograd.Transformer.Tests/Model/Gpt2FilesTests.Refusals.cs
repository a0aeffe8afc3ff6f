using System.Text;
using System.Text.Json.Nodes;

namespace TinyAutograd.Transformer.Tests.Model;

/// <content>What is refused, and what is passed over.</content>
public partial class Gpt2FilesTests
{
    [Theory]
    [InlineData("rotary", "rotary positions")]
    [InlineData("RMSNorm", "RMSNorm")]
    [InlineData("SwiGLU", "SwiGLU")]
    [InlineData("no biases", "without biases")]
    [InlineData("grouped", "share keys and values")]
    public void What_GPT_2_does_not_have_is_not_saved_as_one(string kind, string expected)
    {
        Assert.Contains(
            expected,
            Assert
                .Throws<ArgumentException>(() => Gpt2Files.Save(folder, ModelKindTests.Model(kind)))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("model_type", "\"llama\"", "model_type", "'llama'", "'gpt2'")]
    [InlineData("activation_function", "\"relu\"", "activation_function", "'relu'", "gelu_new")]
    [InlineData("scale_attn_weights", "false", "scale_attn_weights", "true")]
    [InlineData("scale_attn_by_inverse_layer_idx", "true", "scale_attn_by_inverse_layer_idx")]
    [InlineData("add_cross_attention", "true", "add_cross_attention")]
    [InlineData("quantization_config", "{\"bits\":4}", "quantization_config")]
    [InlineData("n_inner", "64", "n_inner is 64", "128")]
    [InlineData("n_ctx", "8", "n_ctx is 8", "n_positions")]
    [InlineData("n_head", "5", "5 heads")]
    [InlineData("n_head", "\"4\"", "n_head", "a number")]
    [InlineData("n_layer", "1", "'h.1.", "1 layers")]
    [InlineData("n_layer", "3", "'h.2.ln_1.weight'", "missing")]
    [InlineData("n_layer", "2147483647", "'h.2.ln_1.weight'", "missing")]
    [InlineData("n_layer", "-1", "layers is -1")]
    [InlineData("n_layer", "99999999999", "n_layer", "integer")]
    [InlineData("vocab_size", "28", "'wte.weight'", "(27, 32)", "(28, 32)")]
    [InlineData("vocab_size", "2147483647", "at most")]
    [InlineData("n_embd", "2147483644", "at most")]
    [InlineData("layer_norm_epsilon", "-1", "epsilon")]
    [InlineData("layer_norm_epsilon", "1e999", "layer_norm_epsilon")]
    [InlineData("tie_word_embeddings", "false", "not tied", "lm_head.weight")]
    public void A_configuration_that_asks_for_another_model_is_refused_by_name(
        string key,
        string value,
        params string[] words
    )
    {
        CopyVectors("small");
        var text = File.ReadAllText(ConfigPath);
        // 1e999 is JSON, but no number of a JsonNode: replaced as text
        Edit(key, "\"here\"");
        File.WriteAllText(
            ConfigPath,
            File.ReadAllText(ConfigPath).Replace("\"here\"", value, StringComparison.Ordinal)
        );
        Assert.NotEqual(text, File.ReadAllText(ConfigPath));
        var message = Refused();
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("n_layer")]
    [InlineData("n_head")]
    [InlineData("n_embd")]
    [InlineData("vocab_size")]
    public void A_missing_size_is_named(string key)
    {
        CopyVectors("small");
        var config = JsonNode.Parse(File.ReadAllBytes(ConfigPath))!.AsObject();
        config.Remove(key);
        File.WriteAllText(ConfigPath, config.ToJsonString());
        Assert.Contains($"{key} is missing", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_do_not_change_the_model_are_passed_over()
    {
        CopyVectors("small");
        var expected = Gpt2Files.Load<float>(folder);
        Edit("n_inner", "null");
        Edit("scale_attn_weights", "true");
        Edit("reorder_and_upcast_attn", "true");
        Edit("task_specific_params", "{\"text-generation\":{\"do_sample\":true}}");
        var config = JsonNode.Parse(File.ReadAllBytes(ConfigPath))!.AsObject();
        config.Remove("n_positions");
        config.Remove("tie_word_embeddings");
        File.WriteAllText(ConfigPath, config.ToJsonString());
        AssertSame(expected, Gpt2Files.Load<float>(folder));
    }

    [Fact]
    public void Files_that_do_not_fit_are_refused_with_what_is_wrong()
    {
        Assert.Contains(
            Gpt2Files.WeightsName,
            Assert.Throws<FileNotFoundException>(() => Gpt2Files.Load<float>(folder)).Message,
            StringComparison.Ordinal
        );
        var sound = CopyVectors("small_untied").Tensors.ToArray();
        Refuses(
            "'score.weight'",
            [.. sound, SafetensorsTensor.Of("score.weight", Variable.Of(1f))]
        );
        Refuses(
            "'wpe.weight' with and without",
            [.. sound, SafetensorsTensor.Of("transformer.wpe.weight", Variable.Of(1f))]
        );
        Refuses("'h.1.mlp.c_fc.bias'", [.. sound.Where(t => t.Name != "h.1.mlp.c_fc.bias")]);
        Refuses(
            "'ln_f.bias'",
            [
                .. sound.Where(t => t.Name != "ln_f.bias"),
                SafetensorsTensor.Of("ln_f.bias", Variable.Full<float>([32], float.NaN)),
            ]
        );
        Refuses(
            "'ln_f.bias'",
            [
                .. sound.Where(t => t.Name != "ln_f.bias"),
                SafetensorsTensor.Of("ln_f.bias", new long[32], [32]),
            ]
        );
        CopyVectors("small_untied");
        Edit("tie_word_embeddings", "true");
        Assert.Contains("says that the head is tied", Refused(), StringComparison.Ordinal);
        File.WriteAllBytes(ConfigPath, Encoding.UTF8.GetBytes("{\"n_layer\":2,\"n_layer\":2}"));
        Assert.Contains("n_layer occurs twice", Refused(), StringComparison.Ordinal);

        void Refuses(string what, SafetensorsTensor[] tensors)
        {
            Safetensors.Save(WeightsPath, tensors);
            Assert.Contains(what, Refused(), StringComparison.Ordinal);
        }
    }
}
