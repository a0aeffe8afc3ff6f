using System.Globalization;

namespace MutationRunner;

/// <summary>How many faults became of what.</summary>
internal sealed class Tally(IReadOnlyCollection<Verdict> verdicts)
{
    /// <summary>All faults that have a verdict.</summary>
    public int Count => verdicts.Count;

    /// <summary>The share of faults that tests found, in percent.</summary>
    public double Score =>
        100.0
        * (Of(Outcome.FailingTest) + Of(Outcome.TimeLimit) + Of(Outcome.Crash))
        / verdicts.Count;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Of(Outcome.FailingTest)} failing test, {Of(Outcome.TimeLimit)} time limit, {Of(Outcome.Crash)} crash, {Of(Outcome.Survived)} survived, {Of(Outcome.NotReached)} reached by no test"
        );

    private int Of(Outcome outcome) => verdicts.Count(verdict => verdict.Outcome == outcome);
}
