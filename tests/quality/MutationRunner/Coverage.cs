using System.Text.Json;

namespace MutationRunner;

/// <summary>What a test does without a fault.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Text">From which it is restored.</param>
/// <param name="Seconds">How long it takes.</param>
/// <param name="Faults">The faults whose switches it reads when it runs alone in a process that has run all tests.</param>
internal sealed record TestCoverage(
    string Id,
    string Name,
    string Text,
    double Seconds,
    int[] Faults
);

/// <summary>Which test reaches which fault.</summary>
/// <param name="Wanted">The tests that were wanted.</param>
/// <param name="DiscoverySeconds">How long it takes to find the tests and to make their data.</param>
/// <param name="InStatic">The faults in what a process computes once, in static initializers. A process in which the switch is turned later never shows them.</param>
/// <param name="Once">The faults that are only reached when tests run for the first time in a process, or when their data are made.</param>
/// <param name="Tests">The tests, fastest first.</param>
internal sealed record Coverage(
    string Wanted,
    double DiscoverySeconds,
    HashSet<int> InStatic,
    HashSet<int> Once,
    TestCoverage[] Tests
)
{
    /// <summary>Reads what was measured.</summary>
    /// <exception cref="InvalidOperationException">It was measured with other tests.</exception>
    public static Coverage Read(Part part)
    {
        var coverage =
            JsonSerializer.Deserialize<Coverage>(File.ReadAllText(part.Coverage))
            ?? throw new InvalidDataException($"{part.Coverage} is empty.");
        return coverage.Wanted == part.Wanted.ToString()
            ? coverage
            : throw new InvalidOperationException(
                $"{part.Coverage} was measured with other tests: {coverage.Wanted}. Remove it."
            );
    }

    /// <summary>Writes it.</summary>
    public void Write(string path) => WholeFile.Write(path, JsonSerializer.Serialize(this));

    /// <summary>The tests that reach a fault, fastest first.</summary>
    public ILookup<int, TestCoverage> ByFault() =>
        Tests
            .SelectMany(test => test.Faults.Select(fault => (fault, test)))
            .ToLookup(pair => pair.fault, pair => pair.test);
}
