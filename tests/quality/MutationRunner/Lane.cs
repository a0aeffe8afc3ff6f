namespace MutationRunner;

/// <summary>Tests faults one after the other, with a worker that it starts again whenever one has ended or is poisoned.</summary>
internal sealed class Lane(Part part, Coverage coverage) : IDisposable
{
    private readonly ILookup<int, TestCoverage> byFault = coverage.ByFault();
    private WorkerProcess? worker;

    /// <summary>Tests a fault.</summary>
    /// <exception cref="InvalidOperationException">A test fails without a fault.</exception>
    public Verdict Test(Fault fault)
    {
        if (!byFault.Contains(fault.Id))
        {
            return coverage.Once.Contains(fault.Id)
                ? TestAlone(fault.Id)
                : new Verdict(fault.Id, Outcome.NotReached);
        }
        var verdict = TestTogether(fault.Id);
        // The worker computed before what it computes once.
        return verdict.Outcome == Outcome.Survived && coverage.InStatic.Contains(fault.Id)
            ? TestAlone(fault.Id)
            : verdict;
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    private Verdict TestTogether(int fault)
    {
        worker ??= WorkerProcess.Start(part);
        var isFresh = worker.IsFresh;
        var usual = byFault[fault].Sum(test => test.Seconds);
        var answer = worker.Ask(Worker.Ask(fault), usual);
        // Whether it was this fault or one before it, only a process that has seen no other one can tell.
        if (answer is null || (answer.Kind == AnswerKind.Poisoned && !isFresh))
        {
            answer = Restart().Ask(Worker.Ask(fault), usual);
        }
        if (answer is null)
        {
            var lastWords = worker.LastWords();
            End();
            return new Verdict(fault, Outcome.Crash, lastWords);
        }
        if (answer.Kind == AnswerKind.TimeLimit)
        {
            End();
        }
        else if (answer.Kind == AnswerKind.Poisoned)
        {
            MustPass(answer);
        }
        return VerdictOf(fault, answer);
    }

    private Verdict TestAlone(int fault)
    {
        const int times = 2;
        var usual = coverage.DiscoverySeconds + coverage.Tests.Sum(test => test.Seconds);
        var lastWords = "";
        for (var i = 0; i < times; i++)
        {
            using var alone = WorkerProcess.StartAlone(part, fault);
            if (alone.Read(usual) is { } answer)
            {
                return VerdictOf(fault, answer);
            }
            lastWords = alone.LastWords();
        }
        return new Verdict(fault, Outcome.Crash, lastWords);
    }

    private static Verdict VerdictOf(int fault, Answer answer) =>
        answer.Kind switch
        {
            AnswerKind.Passed => new Verdict(fault, Outcome.Survived),
            AnswerKind.Failed or AnswerKind.Poisoned => new Verdict(
                fault,
                Outcome.FailingTest,
                answer.Text
            ),
            AnswerKind.TimeLimit => new Verdict(fault, Outcome.TimeLimit),
            _ => throw new InvalidDataException($"A worker said \"{answer}\"."),
        };

    // A test that fails in any new process says nothing about the fault.
    private void MustPass(Answer answer)
    {
        var test = coverage.Tests.First(test => test.Id == answer.TestId);
        if (Restart().Ask(Worker.Check(test.Id), test.Seconds) is not { Kind: AnswerKind.Passed })
        {
            throw new InvalidOperationException(
                $"{answer.Text} fails without a fault when it is the first test of a process."
            );
        }
    }

    private WorkerProcess Restart()
    {
        End();
        return worker = WorkerProcess.Start(part);
    }

    private void End()
    {
        worker?.Dispose();
        worker = null;
    }
}
