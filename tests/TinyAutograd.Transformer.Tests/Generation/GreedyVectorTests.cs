using System.Numerics;
using System.Text.Json;
using TinyAutograd.Transformer.Tests.Model;

namespace TinyAutograd.Transformer.Tests.Generation;

/// <summary>The trained GPT-2 of the reference vectors writes 40 tokens behind each prompt, greedily, with a context that slides by one.</summary>
public class GreedyVectorTests
{
    private const int NewTokens = 40;

    private static readonly string Folder = Path.Combine(
        AppContext.BaseDirectory,
        "Vectors",
        "gpt",
        "decode"
    );

    private static readonly GptConfig Config = new()
    {
        VocabularySize = 27,
        ContextLength = 16,
        LayerCount = 2,
        HeadCount = 4,
        ChannelCount = 32,
    };

    private static readonly SamplingOptions Greedy = new() { Temperature = 0 };

    private static readonly GenerationLimits Limits = new()
    {
        MaximumTokenCount = NewTokens,
        SlideLength = 1,
    };

    private static readonly SafetensorsFile Expected = Load("greedy");
    private static readonly LetterTokenizer Tokenizer = new(
        string.Concat(
            JsonSerializer.Deserialize<string[]>(
                File.ReadAllText(Path.Combine(Folder, "vocab.json"))
            )!
        )
    );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Cached_logits_match_in_double(int prompt) =>
        LogitsMatch<double>(prompt, "logits (float64 arithmetic)");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Cached_logits_match_in_float(int prompt) =>
        LogitsMatch<float>(prompt, "logits (float32 arithmetic)");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_text_is_the_same_written_at_once_streamed_and_found_with_width_1(int prompt)
    {
        var model = LoadModel<float>();
        var (prefix, expected) = (Text("prompt", prompt), Text("output", prompt));
        var generator = new TextGenerator<float>(model, Tokenizer);
        var random = new RandomGenerator(1);
        Assert.Equal(expected, generator.Generate(random, Greedy, prefix, Limits));
        var streamed = prefix;
        await foreach (var piece in generator.StreamAsync(random, Greedy, prefix, Limits))
        {
            streamed += piece;
        }
        Assert.Equal(expected, streamed);
        var found = new BeamSearch<float>(model, Tokenizer).Search(
            new() { Width = 1 },
            prefix,
            Limits
        );
        Assert.Equal(expected, Assert.Single(found).Text);
    }

    [Fact]
    public void The_prompts_are_continued_together_as_each_alone()
    {
        var generator = new TextGenerator<float>(LoadModel<float>(), Tokenizer);
        int[] prompts = [2, 0, 1, 0];
        Assert.Equal(
            prompts.Select(prompt => Text("output", prompt)),
            generator.GenerateEach(
                new RandomGenerator(1),
                Greedy,
                [.. prompts.Select(prompt => Text("prompt", prompt))],
                Limits
            )
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_best_token_leads_by_the_margin(int prompt)
    {
        var output = Tokens("output", prompt);
        var cache = new KeyValueCache<double>(LoadModel<double>(), slideLength: 1);
        cache.Append(Tokens("prompt", prompt));
        var margins = new double[NewTokens];
        for (var i = 0; i < NewTokens; i++)
        {
            var best = cache.Logits.ToArray().OrderDescending().Take(2).ToArray();
            margins[i] = best[0] - best[1];
            cache.Append(output[output.Length - NewTokens + i]);
        }
        new VectorTolerance("gpt.decode").Equal<double>(
            "margin",
            $"margin.{prompt}",
            Expected[$"margin.{prompt}"].ReadVariable<double>().AsSpan(),
            margins
        );
    }

    private static void LogitsMatch<T>(int prompt, string quantity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var output = Tokens("output", prompt);
        var wanted = Expected[$"logits.{prompt}"].ReadVariable<T>().ToArray();
        var tolerance = new VectorTolerance("gpt.decode");
        var cache = new KeyValueCache<T>(LoadModel<T>(), slideLength: 1);
        cache.Append(Tokens("prompt", prompt));
        var width = Config.VocabularySize;
        for (var i = 0; i < NewTokens; i++)
        {
            tolerance.Equal(
                quantity,
                $"logits.{prompt}, token {i}",
                wanted.AsSpan(i * width, width),
                cache.Logits
            );
            cache.Append(output[output.Length - NewTokens + i]);
        }
    }

    private static Gpt<T> LoadModel<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var model = new Gpt<T>(Config, new RandomGenerator(0));
        model.LoadParameters(
            Load("trained")
                .Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ReadVariable<T>())
        );
        return model;
    }

    private static SafetensorsFile Load(string name) =>
        Safetensors.Load(Path.Combine(Folder, $"{name}.safetensors"));

    private static int[] Tokens(string what, int prompt) =>
        Expected[$"{what}.{prompt}"].ReadIndices().ToArray();

    private static string Text(string what, int prompt) => Tokenizer.Decode(Tokens(what, prompt));
}
