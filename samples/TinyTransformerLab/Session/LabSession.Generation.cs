namespace TinyTransformerLab;

/// <content>Generation.</content>
public sealed partial class LabSession
{
    // Fewer updates than this leave letters that are little better than noise.
    private const int NoisySteps = 100;

    /// <summary>How letters are chosen unless told: temperature 0.8.</summary>
    public static SamplingOptions DefaultSampling { get; } = new() { Temperature = 0.8 };

    private static SamplingOptions Plain { get; } = new();

    /// <summary>Writes items.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="sampling">How the letters are chosen; <see cref="DefaultSampling"/> unless told.</param>
    /// <param name="prefix">What they start with.</param>
    /// <param name="seed">Decides the draws; the session's unless told.</param>
    /// <exception cref="ArgumentException">The count is negative, or a sampling option is out of its range.</exception>
    public GenerationView Generate(
        int count,
        SamplingOptions? sampling = null,
        string prefix = "",
        long? seed = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        sampling ??= DefaultSampling;
        sampling.Validate();
        var word = Read(prefix);
        var random = LabConfig.RandomFor(seed ?? Config.Seed, Purpose.Generation);
        return new GenerationView(
            trainer.StepCount,
            word,
            sampling,
            seed ?? Config.Seed,
            trainer.StepCount < NoisySteps && !hasSavedWeights
                ? Words.Noise(trainer.StepCount)
                : null,
            [.. Enumerable.Range(0, count).Select(_ => Write(random, sampling, word.Used))]
        );
    }

    /// <summary>The odds of the letter that follows a prefix.</summary>
    /// <param name="prefix">What stands before.</param>
    /// <param name="sampling">How the letter would be chosen; <see cref="DefaultSampling"/> unless told.</param>
    /// <exception cref="ArgumentException">A sampling option is out of its range.</exception>
    public NextLetterView NextLetter(string prefix, SamplingOptions? sampling = null)
    {
        sampling ??= DefaultSampling;
        var word = Read(prefix);
        int[] tokens = [CharacterTokenizer.Mark, .. Tokenizer.Encode(word.Used)];
        var generator = new TextGenerator<float>(Model, Tokenizer);
        var before = generator.NextProbabilities(tokens, Plain);
        var after = generator.NextProbabilities(tokens, sampling);
        return new NextLetterView(
            trainer.StepCount,
            word,
            sampling,
            [
                .. before.Select(
                    (p, token) => new LetterChance(Tokenizer.Decode(token), p, after[token])
                ),
            ],
            -before.Where(p => p > 0).Sum(p => p * Math.Log(p))
        );
    }

    private GeneratedItem Write(RandomGenerator random, SamplingOptions sampling, string prefix)
    {
        var generator = new TextGenerator<float>(Model, Tokenizer);
        List<int> tokens = [CharacterTokenizer.Mark, .. Tokenizer.Encode(prefix)];
        var letters = new List<GeneratedLetter>();
        var isCut = true;
        while (tokens.Count <= Model.Config.ContextLength)
        {
            var before = generator.NextProbabilities(tokens.ToArray(), Plain);
            var after = generator.NextProbabilities(tokens.ToArray(), sampling);
            var draw = new RandomGenerator(random.State).NextDouble(); // the number that Draw is about to use
            var next = Sampler.Draw(after, random);
            letters.Add(
                new GeneratedLetter(
                    Tokenizer.Decode(next),
                    -Math.Log(before[next]),
                    after[next],
                    after[..next].Sum(),
                    draw
                )
            );
            if (next == CharacterTokenizer.Mark)
            {
                isCut = false;
                break;
            }
            tokens.Add(next);
        }
        var text = Tokenizer.Decode(tokens.ToArray());
        return new GeneratedItem(text, VerdictOn(text), isCut, prefix, letters);
    }

    private Verdict VerdictOn(string text) =>
        training.Contains(text) ? Verdict.InTraining
        : heldOut.Contains(text) ? Verdict.HeldOut
        : Verdict.New;
}
