using System.Globalization;

namespace MutationRunner;

/// <summary>What became of a fault. The first three are found.</summary>
internal enum Outcome
{
    /// <summary>A test fails with it and passes without it.</summary>
    FailingTest,

    /// <summary>Tests take too long with it.</summary>
    TimeLimit,

    /// <summary>It ends the process, twice.</summary>
    Crash,

    /// <summary>All tests that reach it pass.</summary>
    Survived,

    /// <summary>No test reaches it.</summary>
    NotReached,
}

/// <summary>What became of a fault.</summary>
/// <param name="Fault">The number of its switch.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">The test that failed, or how the process ended.</param>
internal sealed record Verdict(int Fault, Outcome Outcome, string Detail = "")
{
    /// <summary>Reads a line.</summary>
    public static Verdict Parse(string line) =>
        line.Split('\t') is [var fault, var outcome, var detail]
            ? new Verdict(
                int.Parse(fault, CultureInfo.InvariantCulture),
                Enum.Parse<Outcome>(outcome),
                detail
            )
            : throw new InvalidDataException($"This is no verdict: \"{line}\".");

    /// <summary>The line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Fault}\t{Outcome}\t{Detail}");
}
