using System.Globalization;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Folder">With weights and vocabulary; null for random weights, or for nothing but an explanation.</param>
/// <param name="IsRandom">Whether the weights are random.</param>
/// <param name="Prompt">What the text starts with.</param>
/// <param name="TokenCount">How many tokens follow.</param>
/// <param name="Temperature">Divides the scores; 0 takes the likeliest token.</param>
/// <param name="TopK">Draws among so many of the likeliest tokens.</param>
/// <param name="Seed">Decides the draws, and random weights.</param>
internal sealed record Arguments(
    string? Folder = null,
    bool IsRandom = false,
    string Prompt = "",
    int TokenCount = 64,
    double Temperature = 0.8,
    int TopK = 40,
    long Seed = 1
)
{
    /// <exception cref="ArgumentException">There is no such argument, or its value is missing or no number.</exception>
    public static Arguments Parse(string[] texts)
    {
        var arguments = new Arguments();
        for (var i = 0; i < texts.Length; i++)
        {
            arguments = texts[i] switch
            {
                "--random" => arguments with { IsRandom = true },
                "--prompt" => arguments with { Prompt = Value() },
                "--tokens" => arguments with { TokenCount = Number<int>() },
                "--temperature" => arguments with { Temperature = Number<double>() },
                "--top-k" => arguments with { TopK = Number<int>() },
                "--seed" => arguments with { Seed = Number<long>() },
                ['-', ..] or "" => throw new ArgumentException(
                    $"There is no argument '{texts[i]}'. There are: a folder or --random, --prompt, --tokens, --temperature, --top-k, --seed."
                ),
                _ when arguments.Folder is null => arguments with { Folder = texts[i] },
                _ => throw new ArgumentException(
                    $"'{texts[i]}' is a second folder beside '{arguments.Folder}'; one is needed. Put a prompt behind --prompt, in quotes."
                ),
            };

            string Value() =>
                ++i < texts.Length
                    ? texts[i]
                    : throw new ArgumentException($"{texts[i - 1]} needs a value behind it.");

            T Number<T>()
                where T : ISpanParsable<T> =>
                Value() is var text
                && T.TryParse(text, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new ArgumentException(
                        $"{texts[i - 1]} is '{text}'; a number is needed."
                    );
        }
        return arguments.Folder is not null && arguments.IsRandom
            ? throw new ArgumentException("Give a folder or --random, not both.")
            : arguments;
    }
}
