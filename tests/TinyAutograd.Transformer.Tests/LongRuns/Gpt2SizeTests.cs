using System.Diagnostics;
using TinyAutograd.Transformer.Tests.Tokenization;
using Xunit.Abstractions;

namespace TinyAutograd.Transformer.Tests.LongRuns;

/// <summary>The smallest GPT-2, with random weights, trains and writes on a CPU. It takes half a minute and 3 GB, so the default run leaves
/// it out: <c>dotnet test --filter Category=Integration</c>.</summary>
[Trait("Category", "Integration")]
public class Gpt2SizeTests(ITestOutputHelper output)
{
    private const int Steps = 5;
    private const int BatchSize = 4;
    private const int Positions = 64;
    private const int NewTokens = 64;

    [Fact]
    public async Task GPT_2_small_learns_a_batch_in_5_steps_and_writes_64_tokens()
    {
        var watch = Stopwatch.StartNew();
        var model = new Gpt<float>(GptConfig.Gpt2, new RandomGenerator(1));
        Told("made");
        var losses = Train(model, RandomBatch(new RandomGenerator(2)));
        Told($"trained: {string.Join(" → ", losses)} nats");
        var ln = Math.Log(GptConfig.Gpt2.VocabularySize);
        Assert.InRange(losses[0], ln - 0.2, ln + 0.2); // an untrained model knows nothing
        for (var step = 1; step < Steps; step++)
        {
            Assert.True(losses[step] < losses[step - 1], $"Step {step} lost more than before.");
        }

        var first = await WriteAsync(model, seed: 3);
        Told($"wrote {NewTokens} tokens");
        Assert.Equal(NewTokens, first.Length);
        Assert.All(first, token => Assert.InRange(token, 0, GptConfig.Gpt2.VocabularySize - 1));
        Assert.Equal(first, await WriteAsync(model, seed: 3));
        Assert.NotEqual(first, await WriteAsync(model, seed: 4));

        void Told(string what)
        {
            using var process = Process.GetCurrentProcess();
            output.WriteLine(
                FormattableString.Invariant(
                    $"{watch.Elapsed.TotalSeconds:F1} s ({process.TotalProcessorTime.TotalSeconds:F1} s of processors), peak {process.PeakWorkingSet64 / 1e6:N0} MB: {what}"
                )
            );
        }
    }

    private static float[] Train(Gpt<float> model, Batch batch)
    {
        var optimizer = Trainer<float>.CreateOptimizer(
            model,
            new TrainingOptions { LearningRate = 1e-4 }
        );
        var losses = new float[Steps];
        for (var step = 0; step < Steps; step++)
        {
            using var tape = new Tape<float>();
            var loss = model.Loss(batch);
            losses[step] = loss.Item();
            optimizer.Step(tape.Gradients(loss, of: model.Parameters).ClipByGlobalNorm(1.0, out _));
        }
        return losses;
    }

    private static Batch RandomBatch(RandomGenerator random)
    {
        return new Batch(Tokens(), Tokens());

        Indices Tokens() =>
            Indices.Of(
                [
                    .. Enumerable
                        .Range(0, BatchSize * Positions)
                        .Select(_ => random.NextInt32(GptConfig.Gpt2.VocabularySize)),
                ],
                [BatchSize, Positions]
            );
    }

    private static async Task<int[]> WriteAsync(Gpt<float> model, long seed)
    {
        var generator = new TextGenerator<float>(model, Gpt2.Tokenizer);
        var tokens = new List<int>();
        await foreach (
            var token in generator.StreamTokensAsync(
                new RandomGenerator(seed),
                new SamplingOptions { TopK = 50 },
                "The quick brown fox",
                new GenerationLimits { MaximumTokenCount = NewTokens }
            )
        )
        {
            tokens.Add(token.Token);
        }
        return [.. tokens];
    }
}
