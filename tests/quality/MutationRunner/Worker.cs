using System.Globalization;

namespace MutationRunner;

/// <summary>A process that tests faults: it reads questions, a line each, and writes an answer to each.</summary>
internal static class Worker
{
    /// <summary>Its word on the command line.</summary>
    public const string Command = "work";

    /// <summary>The same for a process that tests one fault, which is on from the beginning.</summary>
    public const string AloneCommand = "alone";

    /// <summary>Its exit code when it cannot work. A fault ends it otherwise: by a signal, or with an exception that nobody catches.</summary>
    public const int GivesUp = 1;

    private const string CheckWord = "check ";

    /// <summary>The question for a fault.</summary>
    public static string Ask(int fault) => fault.ToString(CultureInfo.InvariantCulture);

    /// <summary>The question whether a test passes without a fault.</summary>
    public static string Check(string testId) => CheckWord + testId;

    /// <summary>Answers questions until there are no more.</summary>
    public static void Run(Part part, TextReader questions)
    {
        using var answers = Answers();
        var host = new TestHost(part);
        var coverage = Coverage.Read(part);
        using var suite = TestSuite.Restore(TestHost.TestAssembly, coverage.Tests);
        var byFault = coverage.ByFault();
        var test = new FaultTest(host.Switches, suite, Limit(answers));
        answers.WriteLine(new Answer(AnswerKind.Ready));
        while (questions.ReadLine() is { } question)
        {
            answers.WriteLine(
                question.StartsWith(CheckWord, StringComparison.Ordinal)
                    ? Check(suite, question[CheckWord.Length..])
                    : Test(int.Parse(question, CultureInfo.InvariantCulture))
            );
        }

        Answer Test(int fault) => test.Run(fault, [.. byFault[fault]]);
    }

    /// <summary>Runs all wanted tests with a fault that is on before anything of the library runs, and gives one answer.</summary>
    public static void RunAlone(Part part, int fault)
    {
        using var answers = Answers();
        var coverage = Coverage.Read(part);
        var limit = Limit(answers);
        limit.Start(coverage.DiscoverySeconds);
        var host = new TestHost(part);
        host.Switches.TurnOn(fault);
        using var suite = TestSuite.Find(TestHost.TestAssembly, part.Wanted);
        // With the fault a case may have other data, or an error in place of data: it has an id of its own then, and the time of those that are missing.
        var missing = coverage.Tests.Where(test => !suite.Has(test.Id)).Sum(test => test.Seconds);
        var changed = suite
            .Ids.Except(coverage.Tests.Select(test => test.Id))
            .Select(id => new TestCoverage(id, suite.NameOf(id), Text: "", missing, Faults: []));
        var answer = new FaultTest(host.Switches, suite, limit).Run([
            .. changed,
            .. coverage.Tests.Where(test => suite.Has(test.Id)),
        ]);
        limit.Stop();
        answers.WriteLine(answer);
    }

    private static Answer Check(TestSuite suite, string testId) =>
        suite.Run([testId]) is { } failed
            ? new Answer(AnswerKind.Failed, failed.Id, failed.Name)
            : new Answer(AnswerKind.Passed);

    private static TimeLimit Limit(StreamWriter answers) =>
        new(() => answers.WriteLine(new Answer(AnswerKind.TimeLimit)));

    // What tests print on the console goes nowhere.
    private static StreamWriter Answers() => new(Console.OpenStandardOutput()) { AutoFlush = true };
}
