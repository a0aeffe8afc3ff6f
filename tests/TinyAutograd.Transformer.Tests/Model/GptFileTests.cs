namespace TinyAutograd.Transformer.Tests.Model;

public sealed class GptFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly CharacterTokenizer tokenizer = CharacterTokenizer.FromItems(["abcü😀"]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Saved_and_loaded_is_the_same_model_to_the_bit(bool hasTiedHead)
    {
        var model = new Gpt<float>(
            new GptConfig
            {
                VocabularySize = 6,
                LayerCount = 1,
                HeadCount = 2,
                ChannelCount = 4,
                ContextLength = 3,
                HasTiedHead = hasTiedHead,
            },
            new RandomGenerator(1)
        );
        var path = Path.Combine(folder, "model.safetensors");
        GptFile.Save(path, model, tokenizer);
        var (loaded, vocabulary) = GptFile.Load<float>(path);
        Assert.Equal(model.Config, loaded.Config);
        Assert.Equal(tokenizer.Characters, vocabulary.Characters);
        var tokens = Indices.Of([0, 5, 2], [1, 3]);
        Assert.Equal(model.Forward(tokens).ToArray(), loaded.Forward(tokens).ToArray());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void Every_kind_of_model_comes_back_to_the_bit(string kind)
    {
        var model = ModelKindTests.Model(kind);
        var letters = CharacterTokenizer.FromItems(["abcdefghij"]);
        var path = Path.Combine(folder, "model.safetensors");
        GptFile.Save(path, model, letters);
        var loaded = GptFile.Load<double>(path).Model;
        Assert.Equal(model.Config, loaded.Config);
        var tokens = Indices.Of([0, 5, 2], [1, 3]);
        Assert.Equal(model.Forward(tokens).ToArray(), loaded.Forward(tokens).ToArray());
    }

    [Fact]
    public void A_plain_model_is_written_as_before_there_were_options()
    {
        var path = Path.Combine(folder, "model.safetensors");
        var letters = CharacterTokenizer.FromItems(["abcdefghij"]);
        GptFile.Save(path, ModelKindTests.Model("GPT-2"), letters);
        var metadata = Safetensors.Load(path).Metadata;
        Assert.Equal("tinyautograd-gpt-1", metadata["format"]);
        Assert.Equal(9, metadata.Count);
    }

    [Theory]
    [InlineData("positions", "sideways", "learned or rotary")]
    [InlineData("norm", "", "layer_norm or rms_norm")]
    [InlineData("feed_forward", "GELU", "gelu_tanh or gelu or swiglu")]
    [InlineData("biases", "0", "true or false")]
    [InlineData("rotary_base", "-1", "rotary base is -1")]
    [InlineData("dropout", "1", "dropout rate is 1")]
    [InlineData("n_kv_head", "3", "4 heads cannot be divided among 3")]
    [InlineData("n_kv_head", "1", "weights")]
    [InlineData("norm", null, "no 'norm'")]
    public void A_garbled_option_is_named(string key, string? text, string expected)
    {
        var path = Path.Combine(folder, "model.safetensors");
        var letters = CharacterTokenizer.FromItems(["abcdefghij"]);
        GptFile.Save(path, ModelKindTests.Model("all at once"), letters);
        var file = Safetensors.Load(path);
        var metadata = new Dictionary<string, string>(file.Metadata);
        metadata.Remove(key);
        if (text is not null)
        {
            metadata.Add(key, text);
        }
        Safetensors.Save(path, file.Tensors, metadata);
        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => GptFile.Load<double>(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_token_for_unknown_characters_is_kept()
    {
        var unknown = CharacterTokenizer.FromItems(["ab"], hasUnknownToken: true);
        var config = new GptConfig
        {
            VocabularySize = unknown.VocabularySize,
            LayerCount = 1,
            HeadCount = 2,
            ChannelCount = 4,
            ContextLength = 3,
        };
        var path = Path.Combine(folder, "model.safetensors");
        GptFile.Save(path, new Gpt<float>(config, new RandomGenerator(1)), unknown);
        Assert.Equal([1, 3, 2], GptFile.Load<float>(path).Tokenizer.Encode("axb"));
    }

    [Fact]
    public void Files_that_are_no_models_are_refused_with_what_is_wrong()
    {
        var path = Path.Combine(folder, "bad.safetensors");
        Assert.ThrowsAny<IOException>(() =>
            GptFile.Load<float>(Path.Combine(folder, "none.safetensors"))
        );
        File.WriteAllText(path, "no model");
        Assert.Throws<InvalidDataException>(() => GptFile.Load<float>(path));
        Refused("characters", new Dictionary<string, string>());
        Refused("format", Metadata(("format", "something else")));
        Refused("n_head", Metadata(("n_head", "two")));
        Refused("cannot be divided", Metadata(("n_head", "3")));
        Refused("vocab_size", Metadata(("vocab_size", "7")));
        Refused("weights", Metadata(("n_layer", "1000000000")));

        void Refused(string what, IReadOnlyDictionary<string, string> metadata)
        {
            Safetensors.Save(
                path,
                [SafetensorsTensor.Of("wte.weight", Variable.Zeros<float>([6, 4]))],
                metadata
            );
            Assert.Contains(
                what,
                Assert.Throws<InvalidDataException>(() => GptFile.Load<float>(path)).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_target_that_cannot_be_written_is_known_before_training()
    {
        Assert.Throws<DirectoryNotFoundException>(() =>
            GptFile.ThrowIfNotWritable(Path.Combine(folder, "no", "model.safetensors"))
        );
        Assert.Throws<IOException>(() => GptFile.ThrowIfNotWritable(folder));
        GptFile.ThrowIfNotWritable(Path.Combine(folder, "model.safetensors"));
        Assert.Empty(Directory.GetFiles(folder));
    }

    private static Dictionary<string, string> Metadata((string Key, string Value) change)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "tinyautograd-gpt-1",
            ["n_layer"] = "1",
            ["n_head"] = "2",
            ["n_embd"] = "4",
            ["n_ctx"] = "3",
            ["vocab_size"] = "6",
            ["layer_norm_epsilon"] = "1E-05",
            ["tie_word_embeddings"] = "true",
            ["characters"] = "abcü😀",
        };
        metadata[change.Key] = change.Value;
        return metadata;
    }
}
