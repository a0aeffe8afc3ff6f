using System.Diagnostics;

namespace MutationRunner;

/// <summary>Runs the tests without a fault and notes what each reaches and how long it takes.</summary>
internal static class CoverageRun
{
    /// <summary>Its word on the command line.</summary>
    public const string Command = "measure";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Measures, and writes the part's file.</summary>
    /// <exception cref="InvalidOperationException">A test fails.</exception>
    public static void Run(Part part, TextWriter output)
    {
        var host = new TestHost(part);
        // From here on the library may compute what it computes once.
        host.Switches.StartCapture();
        var clock = Stopwatch.StartNew();
        using var suite = TestSuite.Find(TestHost.TestAssembly, part.Wanted);
        var discovery = clock.Elapsed.TotalSeconds;
        output.WriteLine($"{suite.Ids.Count} tests, all of them once");
        MustPass(suite.Run(suite.Ids));
        var (reached, inStatic) = host.Switches.StopCapture();

        var tests = new List<TestCoverage>();
        clock.Restart();
        foreach (var id in suite.Ids)
        {
            tests.Add(Measure(host.Switches, suite, id));
            if (clock.Elapsed > Silence)
            {
                clock.Restart();
                output.WriteLine($"what tests reach: {tests.Count} of {suite.Ids.Count}");
            }
        }
        reached.ExceptWith(tests.SelectMany(test => test.Faults));
        tests.Sort((a, b) => a.Seconds.CompareTo(b.Seconds));
        new Coverage(part.Wanted.ToString(), discovery, inStatic, reached, [.. tests]).Write(
            part.Coverage
        );
    }

    // Noting what is reached takes time, so that the time is that of a second run.
    private static TestCoverage Measure(Switches switches, TestSuite suite, string id)
    {
        switches.StartCapture();
        MustPass(suite.Run([id]));
        var (reached, _) = switches.StopCapture();
        var clock = Stopwatch.StartNew();
        MustPass(suite.Run([id]));
        return new TestCoverage(
            id,
            suite.NameOf(id),
            suite.TextOf(id),
            clock.Elapsed.TotalSeconds,
            [.. reached.Order()]
        );
    }

    private static void MustPass(FailedTest? failed)
    {
        if (failed is not null)
        {
            throw new InvalidOperationException(
                $"{failed.Name} fails without a fault: {failed.Reason}"
            );
        }
    }
}
