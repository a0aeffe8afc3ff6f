namespace TinyAutograd.Transformer;

/// <summary>How a token is chosen. The steps act in the order of the properties, each on what the one before left; at least one token always stays.</summary>
public sealed record SamplingOptions
{
    /// <summary>Divides positive scores, and multiplies negative ones, of tokens that occurred before. 1 is off.</summary>
    /// <remarks>Source: Keskar et al. 2019, section 4.1.</remarks>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Divides the scores: 0 takes the likeliest token, 1 the model's probabilities, more is wilder.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Keeps the k largest scores, with all that are equal to the k-th. Null is off.</summary>
    public int? TopK { get; init; }

    /// <summary>From the best down, keeps a token while the probability before it is below p. Null is off.</summary>
    /// <remarks>Source: Holtzman et al. 2020, "nucleus sampling". Among equals the lower index goes first.</remarks>
    public double? TopP { get; init; }

    /// <summary>Removes tokens with less than this share of the best one's probability. Null is off.</summary>
    public double? MinP { get; init; }

    /// <summary>Throws if a setting is impossible.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(
            RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty),
            "repetition penalty",
            RepetitionPenalty,
            "positive and finite"
        );
        Require(
            Temperature >= 0 && double.IsFinite(Temperature),
            "temperature",
            Temperature,
            "0 or more, and finite"
        );
        Require(TopK is null or >= 1, "top-k", TopK, "1 or more");
        Require(TopP is null or (> 0 and <= 1), "top-p", TopP, "above 0, at most 1");
        Require(MinP is null or (>= 0 and <= 1), "min-p", MinP, "0 to 1");
    }

    private static void Require(bool holds, string what, double? value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"The {what} is {value}; it must be {range}.");
        }
    }
}
