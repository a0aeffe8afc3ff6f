using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using Xunit.Sdk;

namespace TinyAutograd.Tests.Properties;

/// <summary>Quiet while cases pass; a failure throws with the shrunk example, the original one and the seeds to run it again.</summary>
/// <param name="describe">How an argument is shown; its own text unless told.</param>
internal sealed class FailureReport(Func<object, string>? describe = null) : IRunner
{
    private readonly Func<object, string> describe = describe ?? (value => $"{value}");

    public void OnStartFixture(Type t) { }

    public void OnArguments(
        int ntest,
        FSharpList<object> args,
        FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every
    ) { }

    public void OnShrink(
        FSharpList<object> args,
        FSharpFunc<FSharpList<object>, string> everyShrink
    ) { }

    public void OnFinished(string name, TestResult testResult)
    {
        switch (testResult)
        {
            case TestResult.Failed failure:
                throw new XunitException(Describe(name, failure), Cause(failure.Item4));
            case TestResult.Exhausted exhausted:
                throw new XunitException(
                    $"{name}: only {exhausted.Item.NumberOfTests} cases met the condition before too many were rejected."
                );
        }
    }

    private string Describe(string name, TestResult.Failed failure)
    {
        var cause = Cause(failure.Item4);
        return $"""
            {name} is false after {failure.Item1.NumberOfTests} cases, shrunk {failure.Item1.NumberOfShrinks} times.
              {cause?.Message ?? "It returned false."}
              Shrunk:   {Join(failure.Item3)}
              Original: {Join(failure.Item2)}
              Replay:   the run "{Seeds.Format(failure.Item5, 1)}", the case "{Seeds.Format(
                failure.Item6,
                failure.Item7
            )}"
            """;
    }

    private string Join(IEnumerable<object> values) => string.Join(", ", values.Select(describe));

    private static Exception? Cause(Outcome outcome) =>
        outcome is Outcome.Failed { Item: var exception } ? PropertyCheck.Unwrap(exception) : null;
}
