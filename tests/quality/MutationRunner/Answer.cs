namespace MutationRunner;

/// <summary>What a worker says.</summary>
internal enum AnswerKind
{
    /// <summary>It can be asked.</summary>
    Ready,

    /// <summary>No test failed.</summary>
    Passed,

    /// <summary>A test failed, and passed without the fault.</summary>
    Failed,

    /// <summary>A test failed, and again when the fault was off: the process is no longer what it was.</summary>
    Poisoned,

    /// <summary>The tests took too long. It was the worker's last word.</summary>
    TimeLimit,
}

/// <summary>A line that a worker writes.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="TestId">The id of the test that failed.</param>
/// <param name="Text">Its name.</param>
internal sealed record Answer(AnswerKind Kind, string TestId = "", string Text = "")
{
    /// <summary>Reads a line.</summary>
    public static Answer Parse(string line) =>
        line.Split('\t') is [var kind, var id, var text]
            ? new Answer(Enum.Parse<AnswerKind>(kind), id, text)
            : throw new InvalidDataException($"A worker said \"{line}\".");

    /// <summary>The line.</summary>
    public override string ToString() => $"{Kind}\t{TestId}\t{Text}";
}
