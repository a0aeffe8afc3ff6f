using Xunit.Abstractions;

namespace MutationRunner;

/// <summary>A test that failed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, with the arguments of its case.</param>
/// <param name="Reason">What it says.</param>
internal sealed record FailedTest(string Id, string Name, string Reason);

/// <summary>Listens to a run, and ends it at the first failure.</summary>
internal sealed class TestRun : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim done = new();
    private volatile FailedTest? failed;
    private volatile string? error;

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case IErrorMessage trouble:
                error ??= OneLine(string.Join(' ', trouble.Messages));
                break;
            // A test, or what is cleaned up after it.
            case IFailureInformation failure when failed is null:
                failed = Describe(message, failure);
                break;
            case ITestAssemblyFinished:
                done.Set();
                break;
        }
        return failed is null && error is null;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>What failed, or null.</returns>
    /// <exception cref="InvalidOperationException">The tests could not be run.</exception>
    public FailedTest? Wait()
    {
        done.Wait();
        return error is null
            ? failed
            : throw new InvalidOperationException($"The tests could not be run: {error}");
    }

    /// <inheritdoc/>
    public void Dispose() => done.Dispose();

    /// <summary>A text without line breaks and tabs.</summary>
    public static string OneLine(string text) =>
        string.Create(
            text.Length,
            text,
            (line, from) =>
            {
                for (var i = 0; i < line.Length; i++)
                {
                    line[i] = char.IsControl(from[i]) ? ' ' : from[i];
                }
            }
        );

    private static FailedTest Describe(IMessageSinkMessage message, IFailureInformation failure)
    {
        var test = ((IExecutionMessage)message).TestCases.First();
        var name = message is ITestMessage run ? run.Test.DisplayName : test.DisplayName;
        return new FailedTest(
            test.UniqueID,
            OneLine(name),
            OneLine(string.Join(' ', failure.Messages))
        );
    }
}
