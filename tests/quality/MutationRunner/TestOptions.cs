using Xunit.Abstractions;

namespace MutationRunner;

/// <summary>How xunit finds and runs tests: one at a time, and what it says arrives at once.</summary>
internal sealed class TestOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> values = new()
    {
        ["xunit.execution.DisableParallelization"] = true,
        ["xunit.execution.SynchronousMessageReporting"] = true,
    };

    /// <inheritdoc/>
    public TValue GetValue<TValue>(string name) =>
        values.TryGetValue(name, out var value) ? (TValue)value! : default!;

    /// <inheritdoc/>
    public void SetValue<TValue>(string name, TValue value) => values[name] = value;
}
