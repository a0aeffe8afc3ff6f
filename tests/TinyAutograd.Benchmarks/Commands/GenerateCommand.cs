using System.CommandLine;
using System.Diagnostics;

namespace TinyAutograd.Benchmarks;

/// <summary><c>generate</c>: what a further token of a text costs with everything that belongs to it, by the way in which it is drawn.</summary>
/// <remarks>The model is not trained: nearly all tokens are possible, which is the most that a draw can have to do.</remarks>
internal static class GenerateCommand
{
    private const int FirstTokens = 8;
    private const int Rounds = 3;

    private static readonly (string Name, SamplingOptions Options)[] Ways =
    [
        ("greedy", new() { Temperature = 0 }),
        ("drawn", new()),
        ("top-k 40", new() { TopK = 40 }),
        ("top-p 0.9", new() { TopP = 0.9 }),
        ("penalty, min-p", new() { RepetitionPenalty = 1.2, MinP = 0.05 }),
    ];

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output) =>
        MeasuringCommand.OfTokens(
            "generate",
            "Writing texts: time and allocation of a further token, drawn in several ways.",
            output,
            Measure
        );

    private static int Measure(Measurement m, TrainingConfig config, int count)
    {
        var limit = config.Model.ContextLength - FirstTokens;
        if (count < 1 || count > limit)
        {
            throw new ArgumentException(
                $"--tokens is {count}; it must be 1 to {limit} in a context of {config.Model.ContextLength}."
            );
        }
        var generator = new TextGenerator<float>(
            new Gpt<float>(config.Model, new RandomGenerator(1)),
            new EndlessTokenizer(config.Model.VocabularySize)
        );
        foreach (var (name, options) in Ways)
        {
            Write(FirstTokens, options);
            var seconds = new double[Rounds];
            var (bytesOfFew, bytesOfMany) = (long.MaxValue, long.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                var (few, many) = (
                    Write(FirstTokens, options),
                    Write(FirstTokens + count, options)
                );
                seconds[round] = (many.Seconds - few.Seconds) / count;
                // Whatever else was allocated in one round, such as scratch memory that all threads share, is not in the least.
                bytesOfFew = Math.Min(bytesOfFew, few.Bytes);
                bytesOfMany = Math.Min(bytesOfMany, many.Bytes);
            }
            m.Report.Line(
                "generate",
                ("config", config.Name),
                ("threads", m.ThreadCount),
                ("tokens", count),
                ("way", name),
                ("msPerToken", seconds.Order().ElementAt(Rounds / 2) * 1e3),
                ("bestMsPerToken", seconds.Min() * 1e3),
                ("allocatedBytesPerToken", (double)(bytesOfMany - bytesOfFew) / count)
            );
        }
        return 0;

        (double Seconds, long Bytes) Write(int length, SamplingOptions options)
        {
            var limits = new GenerationLimits { MaximumTokenCount = length };
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            generator.Generate(new RandomGenerator(2), options, limits: limits);
            return (
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                GC.GetAllocatedBytesForCurrentThread() - bytes
            );
        }
    }

    /// <summary>Each token is a character, and none is the last.</summary>
    private sealed class EndlessTokenizer(int count) : ITokenizer
    {
        private readonly byte[] letter = "a"u8.ToArray();

        public int VocabularySize => count;

        public int? StartToken => 0;

        public int? EndToken => null;

        public int[] Encode(string text) => new int[text.Length];

        public string Decode(ReadOnlySpan<int> tokens) => new('a', tokens.Length);

        public ReadOnlySpan<byte> Bytes(int token) => letter;
    }
}
