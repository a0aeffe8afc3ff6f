using System.Text.Json;

namespace TinyTransformerLab.Browser.Tests.Engine;

/// <summary>The same seed gives the same names, draws and random numbers in the page as in C#.</summary>
[Collection(OtherBrowserCollection.Name)]
public class GenerationTests(BrowserFixture browser)
{
    private static readonly SamplingOptions[] Options =
    [
        new() { Temperature = 0.8 },
        new() { Temperature = 0 },
        new() { Temperature = 1.3, TopK = 5 },
        new() { Temperature = 1, TopP = 0.9 },
        new()
        {
            Temperature = 2,
            MinP = 0.05,
            RepetitionPenalty = 1.2,
        },
    ];

    private static readonly string[] Prefixes = ["", "an", "Mar7", "", "elizabethelizabeth"];

    private static readonly long[] Seeds =
    [
        .. Enumerable.Range(0, 16).Select(seed => (long)seed),
        -1,
        1L << 52,
        long.MinValue,
        long.MaxValue,
    ];

    [BrowserFact]
    public async Task The_same_seed_gives_the_same_names()
    {
        var recorded = Recorded.Of("usual");
        await using var page = await EnginePage.Open(browser, recorded.Json);
        foreach (var seed in Seeds)
        {
            foreach (var (options, prefix) in Options.Zip(Prefixes))
            {
                var difference = await page.Compare(
                    recorded.Session.Generate(4, options, prefix, seed),
                    $"lab.engine.generate(4, {LabJson.Text(options)}, '{prefix}', '{seed}')"
                );
                difference.RequireBelow(1e-6, leastCount: 10);
            }
        }
    }

    [BrowserFact]
    public async Task Without_a_seed_the_session_s_is_taken_however_large()
    {
        var recorded = Recorded.Of("small context");
        Assert.Equal(long.MaxValue, recorded.Session.Info.Seed);
        await using var page = await EnginePage.Open(browser, recorded.Json);
        var expected = recorded.Session.Generate(5, prefix: "abcdefgh");
        var asked = new[]
        {
            "lab.engine.generate(5, undefined, 'abcdefgh')",
            "lab.engine.generate(5, undefined, 'abcdefgh', lab.info.seed)",
        };
        foreach (var expression in asked)
        {
            (await page.Compare(expected, expression)).RequireBelow(1e-6, leastCount: 10);
        }
    }

    [BrowserTheory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 3)]
    [InlineData(-1, ulong.MaxValue, 5)]
    [InlineData(long.MinValue, 1, (1L << 34) - 3)]
    [InlineData(long.MaxValue, 0x9E3779B97F4A7C16, (1L << 53) - 11)]
    [InlineData(0x123456789ABCDEF, 0xFEDCBA987654321, 123_456_789_013)]
    public async Task Random_words_are_the_same_in_any_state(long seed, ulong stream, long position)
    {
        var state = new RandomState((ulong)seed, stream, (ulong)position);
        var (random, fork) = (new RandomGenerator(state), new RandomGenerator(state).Fork(9));
        await using var page = await EnginePage.Open(browser, Recorded.Of("one head").Json);
        var words = await page.Get<uint[]>(
            $$"""
            () => {
                const random = new TinyGpt.RandomGenerator('{{seed}}', '{{stream}}', {{position}});
                const fork = random.fork(9).fork(2);
                return Array.from({ length: 10 }, () => random.nextUint32()).concat(fork.nextUint32());
            }
            """
        );
        Assert.Equal(
            [
                .. Enumerable.Range(0, 10).Select(_ => random.NextUInt32()),
                fork.Fork(2).NextUInt32(),
            ],
            words
        );
    }

    [BrowserFact]
    public async Task Uniform_and_normal_numbers_are_the_same()
    {
        await using var page = await EnginePage.Open(browser, Recorded.Of("one head").Json);
        var numbers = await page.Get<double[]>(
            """
            () => {
                const random = new TinyGpt.RandomGenerator(42);
                return Array.from({ length: 2000 }, (_, i) => i % 2 ? random.nextNormal() : random.nextDouble());
            }
            """
        );
        var random = new RandomGenerator(42);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i % 2 == 0)
            {
                Assert.Equal(random.NextDouble(), numbers[i]); // bit for bit
            }
            else
            {
                Assert.Equal(random.NextNormal(), numbers[i], 1e-13); // logarithm and cosine differ in the last bits
            }
        }
    }

    [BrowserFact]
    public async Task Sampling_agrees_for_many_options()
    {
        var random = new RandomGenerator(2024);
        var cases = Enumerable.Range(0, 400).Select(_ => Case.Draw(random)).ToArray();
        await using var page = await EnginePage.Open(browser, Recorded.Of("one head").Json);
        var found = await page.Get<double[][]>(
            """
            text => JSON.parse(text).map(({ logits, options, previous }) =>
                TinyGpt.probabilities(logits.map(logit => logit ?? -Infinity), options, previous))
            """,
            JsonSerializer.Serialize(cases, LabJson.Options)
        );
        for (var i = 0; i < cases.Length; i++)
        {
            var expected = Sampler.Probabilities<double>(
                cases[i].Logits,
                cases[i].Options,
                cases[i].Previous
            );
            for (var token = 0; token < expected.Length; token++)
            {
                Assert.True(
                    (expected[token] == 0) == (found[i][token] == 0)
                        && Math.Abs(expected[token] - found[i][token]) < 1e-12,
                    $"Case {i}, token {token}: {expected[token]} in C#, {found[i][token]} in the page; {cases[i].Options}"
                );
            }
        }
    }

    /// <summary>Logits with ties and removed tokens, and options of which some are off.</summary>
    private sealed record Case(double[] Logits, SamplingOptions Options, int[] Previous)
    {
        public static Case Draw(RandomGenerator random)
        {
            var logits = new double[1 + random.NextInt32(30)];
            var hasTies = random.NextInt32(2) == 0;
            for (var i = 0; i < logits.Length; i++)
            {
                logits[i] =
                    i > 0 && random.NextInt32(8) == 0 ? double.NegativeInfinity
                    : hasTies ? random.NextInt32(4)
                    : 3 * random.NextNormal();
            }
            return new Case(
                logits,
                new SamplingOptions
                {
                    RepetitionPenalty = random.NextInt32(2) == 0 ? 1 : 0.5 + random.NextDouble(),
                    Temperature = random.NextInt32(6) == 0 ? 0 : 2 * random.NextDouble() + 1e-3,
                    TopK = random.NextInt32(2) == 0 ? null : 1 + random.NextInt32(35),
                    TopP = random.NextInt32(2) == 0 ? null : 1 - random.NextDouble(),
                    MinP = random.NextInt32(2) == 0 ? null : random.NextDouble(),
                },
                [
                    .. Enumerable
                        .Range(0, random.NextInt32(5))
                        .Select(_ => random.NextInt32(logits.Length)),
                ]
            );
        }
    }
}
