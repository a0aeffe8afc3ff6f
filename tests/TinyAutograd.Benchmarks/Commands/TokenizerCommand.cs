using System.CommandLine;
using System.Globalization;

namespace TinyAutograd.Benchmarks;

/// <summary><c>tokenizer</c>: byte-level pairs, learned from a text, encoding it and decoding it again; MB/s by the text's size.</summary>
internal static class TokenizerCommand
{
    private const int LongestText = 100;

    private static readonly (string Name, Func<int, string> Write)[] Kinds =
    [
        ("prose", GeneratedText.Prose),
        ("new-words", GeneratedText.NewWords),
    ];

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var sizes = MeasuringCommand.List("--megabytes", "Sizes of the texts.", "0.5,1,2,4");
        var vocabulary = new Option<int>("--vocabulary")
        {
            Description = "How many tokens are learned.",
            DefaultValueFactory = _ => 4_096,
        };
        return MeasuringCommand.Create(
            "tokenizer",
            "Byte-level pairs: training, encoding and decoding, in MB/s, for texts of several sizes.",
            output,
            (m, parsed) =>
            {
                var lengths = Array.ConvertAll(parsed.GetValue(sizes)!, Length);
                var options = new BytePairTrainingOptions
                {
                    VocabularySize = parsed.GetValue(vocabulary),
                };
                options.Validate();
                foreach (var (name, write) in Kinds)
                {
                    foreach (var length in lengths)
                    {
                        Measure(m, name, write(length), options);
                    }
                }
                return 0;
            },
            sizes,
            vocabulary
        );
    }

    private static void Measure(
        Measurement m,
        string kind,
        string text,
        BytePairTrainingOptions options
    )
    {
        var tokenizer = BytePairTokenizer.Train([text], options);
        var tokens = tokenizer.Encode(text);
        if (tokenizer.Decode(tokens) != text)
        {
            throw new InvalidOperationException("What was encoded is not what is decoded.");
        }
        var training = Timing.Of(m.Length, () => Keep.Alive(Learned()));
        var encoding = Timing.Of(m.Length, () => Keep.Alive(tokenizer.Encode(text).Length));
        var decoding = Timing.Of(m.Length, () => Keep.Alive(tokenizer.Decode(tokens).Length));
        var megabytes = text.Length / 1e6; // every letter is one byte
        m.Report.Line(
            "tokenizer",
            ("text", kind),
            ("megabytes", megabytes),
            ("vocabulary", tokenizer.VocabularySize),
            ("bytesPerToken", (double)text.Length / tokens.Length),
            ("trainMegabytesPerSecond", megabytes / training.Median),
            ("bestTrainMegabytesPerSecond", megabytes / training.Best),
            ("encodeMegabytesPerSecond", megabytes / encoding.Median),
            ("bestEncodeMegabytesPerSecond", megabytes / encoding.Best),
            ("decodeMegabytesPerSecond", megabytes / decoding.Median),
            ("bestDecodeMegabytesPerSecond", megabytes / decoding.Best)
        );

        int Learned() => BytePairTokenizer.Train([text], options).VocabularySize;
    }

    private static int Length(string megabytes) =>
        double.TryParse(megabytes, CultureInfo.InvariantCulture, out var size)
        && size is > 0 and <= LongestText
            ? (int)Math.Ceiling(size * 1e6)
            : throw new ArgumentException(
                $"--megabytes has '{megabytes}'; numbers above 0, at most {LongestText}, are needed."
            );
}
