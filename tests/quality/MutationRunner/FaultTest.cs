namespace MutationRunner;

/// <summary>Runs tests with one fault turned on, in growing groups, until one fails.</summary>
internal sealed class FaultTest(Switches switches, TestSuite suite, TimeLimit limit)
{
    private const int Growth = 4;
    private const int LargestGroup = 256;

    /// <summary>Tests a fault, and whether the test that failed passes without it.</summary>
    public Answer Run(int fault, IEnumerable<TestCoverage> tests)
    {
        limit.Start();
        switches.TurnOn(fault);
        var failed = FirstFailing(tests);
        switches.TurnOff();
        var kind =
            failed is null ? AnswerKind.Passed
            : suite.Run([failed.Id]) is null ? AnswerKind.Failed
            : AnswerKind.Poisoned;
        limit.Stop();
        return new Answer(kind, failed?.Id ?? "", failed?.Name ?? "");
    }

    /// <summary>Tests the fault that is on.</summary>
    public Answer Run(IEnumerable<TestCoverage> tests) =>
        FirstFailing(tests) is { } failed
            ? new Answer(AnswerKind.Failed, failed.Id, failed.Name)
            : new Answer(AnswerKind.Passed);

    private FailedTest? FirstFailing(IEnumerable<TestCoverage> tests)
    {
        var rest = tests.ToArray().AsSpan();
        for (var size = 1; rest.Length > 0; size = Math.Min(Growth * size, LargestGroup))
        {
            var group = rest[..Math.Min(size, rest.Length)].ToArray();
            limit.Allow(group.Sum(test => test.Seconds));
            if (suite.Run(group.Select(test => test.Id)) is { } failed)
            {
                return failed;
            }
            rest = rest[group.Length..];
        }
        return null;
    }
}
