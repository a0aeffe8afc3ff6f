using System.Collections.Immutable;

namespace TinyAutograd.Transformer;

/// <summary>A text that a <see cref="BeamSearch{T}"/> found.</summary>
/// <param name="Text">The text with its prefix, without the token that ended it.</param>
/// <param name="Tokens">The n tokens behind the prefix, with the one that ended it.</param>
/// <param name="LogProbability">ln p in nats: the sum over these tokens.</param>
/// <param name="Score"><c>ln p / n^α</c>; more is better.</param>
/// <param name="IsEnded">Whether the end token or a stop token ended it, and not the limit or the context.</param>
public sealed record FoundText(
    string Text,
    ImmutableArray<int> Tokens,
    double LogProbability,
    double Score,
    bool IsEnded
);
