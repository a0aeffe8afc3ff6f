namespace MutationRunner;

/// <summary>What is tested: a folder that holds faults and tests, and which of the tests are wanted.</summary>
/// <param name="Folder">The folder, as a full path.</param>
/// <param name="Wanted">The names of the wanted tests.</param>
internal sealed record Part(string Folder, TestNames Wanted)
{
    /// <summary>Stryker's report: what was planted where.</summary>
    public string Faults => Path.Combine(Folder, "faults.json");

    /// <summary>The tests as they were built, beside the assembly with the faults.</summary>
    public string Tests => Path.Combine(Folder, "tests");

    /// <summary>Which test reaches which fault, and how long it takes.</summary>
    public string Coverage => Path.Combine(Folder, "coverage.json");

    /// <summary>What was found so far, a line for each fault.</summary>
    public string Verdicts => Path.Combine(Folder, "verdicts.txt");

    /// <summary>Stryker's report with what was found in it: the part is finished.</summary>
    public string Report => Path.Combine(Folder, "reports", "mutation-report.json");

    /// <summary>The faults that no test found, to be read.</summary>
    public string Survivors => Path.Combine(Folder, "reports", "survivors.txt");

    /// <summary>The command line that stands for this part.</summary>
    public IEnumerable<string> Arguments => [Folder, .. Wanted.Arguments];

    /// <summary>Reads a command line.</summary>
    /// <exception cref="InvalidOperationException">It has no folder, or no name.</exception>
    public static Part Parse(string[] arguments)
    {
        if (arguments is not [var folder, .. var names] || TestNames.Parse(names) is not { } wanted)
        {
            throw new InvalidOperationException(
                "Tell a part's folder and parts of the names of its tests: MutationRunner FOLDER NAME… [--without NAME…]"
            );
        }
        return new Part(Path.GetFullPath(folder), wanted);
    }
}
