namespace MutationRunner;

/// <summary>Wanted tests: those whose full name, class and method, contains one text and none of others.</summary>
/// <param name="With">A wanted test's name contains one of these.</param>
/// <param name="Without">It contains none of these.</param>
internal sealed record TestNames(string[] With, string[] Without)
{
    private const string Separator = "--without";

    /// <summary>The command line that stands for them.</summary>
    public IEnumerable<string> Arguments => [.. With, Separator, .. Without];

    /// <summary>Reads a command line, or gives null where it wants no test.</summary>
    public static TestNames? Parse(string[] names)
    {
        var end = Array.IndexOf(names, Separator);
        return end == 0 || names.Length == 0 ? null
            : end < 0 ? new TestNames(names, [])
            : new TestNames(names[..end], names[(end + 1)..]);
    }

    /// <summary>Whether a test is wanted.</summary>
    public bool Include(string name) => With.Any(name.Contains) && !Without.Any(name.Contains);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Arguments);
}
