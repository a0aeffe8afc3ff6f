namespace MutationRunner;

/// <summary>Runs tests with one fault turned on, in growing groups, until one fails.</summary>
internal sealed class FaultTest(Switches switches, TestSuite suite, TimeLimit limit)
{
    private const int Growth = 4;
    private const int LargestGroup = 256;
    private const double SecondsOfGroup = 2; // a test that hangs is waited for as long as its group may take

    /// <summary>Tests a fault, and whether the test that failed passes without it.</summary>
    public Answer Run(int fault, TestCoverage[] tests)
    {
        switches.TurnOn(fault);
        var failed = FirstFailing(tests);
        switches.TurnOff();
        var kind = AnswerKind.Passed;
        if (failed is not null)
        {
            limit.Start(tests.First(test => test.Id == failed.Id).Seconds);
            kind = suite.Run([failed.Id]) is null ? AnswerKind.Failed : AnswerKind.Poisoned;
        }
        limit.Stop();
        return new Answer(kind, failed?.Id ?? "", failed?.Name ?? "");
    }

    /// <summary>Tests the fault that is on.</summary>
    public Answer Run(TestCoverage[] tests) =>
        FirstFailing(tests) is { } failed
            ? new Answer(AnswerKind.Failed, failed.Id, failed.Name)
            : new Answer(AnswerKind.Passed);

    private FailedTest? FirstFailing(TestCoverage[] tests)
    {
        var rest = tests.AsSpan();
        for (var size = 1; rest.Length > 0; size = Math.Min(Growth * size, LargestGroup))
        {
            var group = rest[..CountOfGroup(rest, size)].ToArray();
            limit.Start(group.Sum(test => test.Seconds));
            if (suite.Run(group.Select(test => test.Id)) is { } failed)
            {
                return failed;
            }
            rest = rest[group.Length..];
        }
        return null;
    }

    private static int CountOfGroup(ReadOnlySpan<TestCoverage> tests, int most)
    {
        var (count, seconds) = (1, tests[0].Seconds);
        while (
            count < Math.Min(most, tests.Length)
            && (seconds += tests[count].Seconds) <= SecondsOfGroup
        )
        {
            count++;
        }
        return count;
    }
}
