namespace TinyAutograd.Transformer;

/// <summary>How a <see cref="BeamSearch{T}"/> looks for likely texts.</summary>
public sealed record BeamSearchOptions
{
    /// <summary>W, number of texts that are kept at each length; 1 is greedy.</summary>
    public int Width { get; init; } = 4;

    /// <summary>α in <c>score = ln p / n^α</c> for n tokens: 0 compares probabilities, which favours short texts, 1 their geometric means per token.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>Throws if a setting is impossible.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (Width < 1)
        {
            throw new ArgumentException($"The beam width is {Width}; it must be 1 or more.");
        }
        if (!(LengthPenalty >= 0 && double.IsFinite(LengthPenalty)))
        {
            throw new ArgumentException(
                $"The length penalty is {LengthPenalty}; it must be 0 or more, and finite."
            );
        }
    }
}
