namespace MutationRunner;

/// <summary>The verdicts of a part, in a file that grows by a line with each: a run that was interrupted goes on after the last.</summary>
internal sealed class VerdictFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Verdict> verdicts = [];
    private readonly StreamWriter file;

    /// <summary>Opens the file and reads what it has.</summary>
    public VerdictFile(string path)
    {
        var written = File.Exists(path) ? File.ReadAllText(path) : "";
        // A line without its end was interrupted.
        written = written[..(written.LastIndexOf('\n') + 1)];
        foreach (var line in written.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var verdict = Verdict.Parse(line);
            verdicts.Add(verdict.Fault, verdict);
        }
        WholeFile.Write(path, written);
        file = new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>Whether a fault has one.</summary>
    public bool Has(int fault)
    {
        lock (gate)
        {
            return verdicts.ContainsKey(fault);
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(Verdict verdict)
    {
        lock (gate)
        {
            file.WriteLine(verdict);
            verdicts.Add(verdict.Fault, verdict);
        }
    }

    /// <summary>All so far.</summary>
    public IReadOnlyList<Verdict> All()
    {
        lock (gate)
        {
            return [.. verdicts.Values];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
