using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace TinyTransformerLab.Browser.Tests;

/// <summary>Whether everyone can use a page, as far as axe-core can tell.</summary>
internal static class Axe
{
    // What passes is not described: that halves the time.
    private static readonly AxeRunOptions Options = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>Fails where contrast, names, roles, … are seriously or critically wrong.</summary>
    /// <param name="page">The page as it is now.</param>
    /// <param name="when">Which state that is, for the message.</param>
    public static async Task FindsNothingSerious(IPage page, string when)
    {
        var found = await page.RunAxe(Options);
        Assert.Empty(
            found
                .Violations.Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation =>
                    $"{when}: {violation.Id}: {violation.Help}: {Places(violation)}"
                )
        );
    }

    private static string Places(AxeResultItem violation) =>
        string.Join(" | ", violation.Nodes.Take(5).Select(node => $"{node.Target} {node.Html}"));
}
