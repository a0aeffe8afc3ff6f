using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Generation;

/// <summary>Every sampling case that Hugging Face's chain of warpers computed.</summary>
public class SamplerVectorTests
{
    private static readonly string Folder = Path.Combine(
        AppContext.BaseDirectory,
        "Vectors",
        "sampling"
    );

    [Fact]
    public void All_299_cases_match()
    {
        var file = Safetensors.Load(Path.Combine(Folder, "sampling.safetensors"));
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json")));
        var count = 0;
        foreach (var item in cases.RootElement.EnumerateArray())
        {
            var id = item.GetProperty("id").GetString()!;
            var logits = file[$"logits.{item.GetProperty("logits").GetString()}"]
                .ReadVariable<double>();
            var options = new SamplingOptions
            {
                RepetitionPenalty = Number(item, "repetition_penalty") ?? 1,
                Temperature = Number(item, "temperature") ?? 1,
                TopK = (int?)Number(item, "top_k"),
                TopP = Number(item, "top_p"),
                MinP = Number(item, "min_p"),
            };
            var previous = item.TryGetProperty("previous", out var tokens) ? Integers(tokens) : [];
            var expected = file[$"probs.{id}"].ReadVariable<double>().ToArray();

            var scores = Sampler.Scores(logits.AsSpan(), options, previous);
            var kept = Enumerable
                .Range(0, scores.Length)
                .Where(i => !double.IsNegativeInfinity(scores[i]));
            Assert.True(
                kept.SequenceEqual(Integers(item.GetProperty("kept"))),
                $"case {id}: other tokens were kept"
            );
            Match(
                id,
                expected,
                Sampler.Probabilities(logits.AsSpan(), options, previous),
                1e-11,
                1e-14
            );
            var narrow = Array.ConvertAll(logits.ToArray(), value => (float)value);
            Match(
                id,
                expected,
                Sampler.Probabilities<float>(narrow, options, previous),
                1e-4,
                1e-6
            );
            count++;
        }
        Assert.Equal(299, count);
    }

    private static void Match(
        string id,
        double[] expected,
        double[] actual,
        double relative,
        double absolute
    )
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var tolerance = absolute + relative * Math.Abs(expected[i]);
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= tolerance,
                $"case {id}, token {i}: {actual[i]}, expected {expected[i]}"
            );
        }
    }

    private static double? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static int[] Integers(JsonElement array) =>
        [.. array.EnumerateArray().Select(value => value.GetInt32())];
}
