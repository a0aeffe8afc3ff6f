using System.Text.RegularExpressions;
using TinyAutograd.Transformer;

namespace TinyAutograd.Samples.Tests;

public class Gpt2Tests
{
    private static readonly string[] Texts = ["the cat sat on the mat", "the hat of the cat"];

    [Fact]
    [Trait("Category", "Integration")]
    public void Random_weights_of_gpt2_shape_write_the_numbers_of_tokens()
    {
        var sample = Sample.Run("Gpt2", "--random", "--prompt", "464 2068", "--tokens", "3");
        Assert.Equal("", sample.Error);
        Assert.Equal(0, sample.ExitCode);
        Assert.Equal(124_439_808, sample.Number("^([\\d,]+) weights"));
        var text = Regex.Match(sample.Output, @"^464 2068 (.*)$", RegexOptions.Multiline);
        var tokens = text.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, tokens.Length);
        Assert.All(tokens, token => Assert.InRange(int.Parse(token), 0, 50_256));
        Assert.True(sample.Number(@"^then ([\d.]+) tokens/s$") > 0);
    }

    [Theory]
    [InlineData("merges.txt", "vocab.json")]
    [InlineData("vocab.bpe", "encoder.json")]
    public void A_folder_is_continued_as_the_package_continues_it(string merges, string vocabulary)
    {
        using var folder = new TemporaryFolder();
        var (model, tokenizer) = Save(folder, merges, vocabulary);
        var expected = new TextGenerator<float>(model, tokenizer).Generate(
            new RandomGenerator(1),
            new SamplingOptions { Temperature = 0 },
            "the cat",
            new GenerationLimits { MaximumTokenCount = 20, OmitsStartToken = true }
        );
        var sample = Sample.Run(
            "Gpt2",
            [folder.Path, "--prompt", "the cat", "--tokens", "20", "--temperature", "0"]
        );
        Assert.Equal("", sample.Error);
        Assert.Equal(0, sample.ExitCode);
        Assert.Equal(model.Config.WeightCount, sample.Number("^([\\d,]+) weights"));
        Assert.StartsWith(
            $"{expected}\n\n",
            sample.Output.ReplaceLineEndings("\n").Split("\n\n", 2)[1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_vocabulary_of_another_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        var (model, _) = Save(folder, "merges.txt", "vocab.json");
        BytePairTokenizer
            .Train(Texts, new() { VocabularySize = 259 })
            .SaveGpt2(folder.PathOf("merges.txt"), folder.PathOf("vocab.json"));
        var sample = Sample.Run("Gpt2", folder.Path);
        Assert.Equal(1, sample.ExitCode);
        Assert.Contains(
            $"know {model.Config.VocabularySize} tokens, the vocabulary beside them has 259:",
            sample.Error
        );
    }

    [Fact]
    public void Without_its_files_it_names_those_that_are_missing_and_where_they_are()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("vocab.bpe"), "");
        var sample = Sample.Run("Gpt2", folder.Path);
        Assert.Equal(1, sample.ExitCode);
        Assert.Equal("", sample.Output);
        Assert.StartsWith(
            $"'{folder.Path}' has no model.safetensors, no vocab.json or encoder.json.\n",
            sample.Error.ReplaceLineEndings("\n"),
            StringComparison.Ordinal
        );
        Assert.Contains("https://huggingface.co/openai-community/gpt2", sample.Error);
    }

    [Theory]
    [InlineData("There is no argument '--folder'", "--folder")]
    [InlineData("--tokens is 'many'; a number is needed.", "--random", "--tokens", "many")]
    [InlineData("--prompt needs a value behind it.", "--random", "--prompt")]
    [InlineData("Give a folder or --random, not both.", "a", "--random")]
    [InlineData("'b' is a second folder beside 'a'", "a", "b")]
    public void Wrong_arguments_are_named(string message, params string[] arguments)
    {
        var sample = Sample.Run("Gpt2", arguments);
        Assert.Equal(1, sample.ExitCode);
        Assert.StartsWith(message, sample.Error, StringComparison.Ordinal);
        Assert.Single(sample.Error.Trim().Split('\n'));
    }

    private static (Gpt<float>, BytePairTokenizer) Save(
        TemporaryFolder folder,
        string merges,
        string vocabulary
    )
    {
        var tokenizer = BytePairTokenizer.Train(Texts, new() { VocabularySize = 270 });
        var config = new GptConfig
        {
            VocabularySize = tokenizer.VocabularySize,
            ContextLength = 16,
            LayerCount = 2,
            HeadCount = 2,
            ChannelCount = 128,
        };
        var model = new Gpt<float>(config, new RandomGenerator(5));
        Gpt2Files.Save(folder.Path, model);
        tokenizer.SaveGpt2(folder.PathOf(merges), folder.PathOf(vocabulary));
        return (model, tokenizer);
    }
}
