using System.Text;
using System.Text.RegularExpressions;
using TinyAutograd.Transformer;

namespace TinyAutograd.Docs.Tests;

/// <summary>Links, pictures and cross-references of all pages of the repository lead somewhere.</summary>
public partial class LinkTests
{
    private static readonly string[] Built = ["artifacts", "bin", "obj", ".git", "node_modules"];

    private static IEnumerable<string> Pages =>
        Directory
            .EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(path =>
                !Documentation.Short(path).Split(Path.DirectorySeparatorChar).Any(Built.Contains)
            );

    [Fact]
    public void Every_link_and_every_picture_leads_to_a_file()
    {
        var links = Pages
            .SelectMany(page =>
                Link()
                    .Matches(Prose(page))
                    .Select(match => (Page: page, Target: match.Groups["target"].Value))
            )
            .Where(link => !link.Target.Contains(':', StringComparison.Ordinal))
            .ToArray();
        Assert.True(links.Length > 50, $"Only {links.Length} links were seen.");
        Assert.All(
            links,
            link =>
                Assert.True(
                    LeadsSomewhere(link.Page, link.Target),
                    $"{Documentation.Short(link.Page)}: '{link.Target}' leads nowhere."
                )
        );
    }

    [Fact]
    public void Every_cross_reference_names_a_public_type()
    {
        var names = Documentation
            .Articles.SelectMany(article => article.Prose)
            .SelectMany(line => CrossReference().Matches(line))
            .Select(match => match.Groups[1].Value)
            .ToArray();
        Assert.NotEmpty(names);
        Assert.All(
            names,
            name =>
                Assert.True(
                    (
                        typeof(Variable).Assembly.GetType(name)
                        ?? typeof(GptConfig).Assembly.GetType(name)
                    )
                        is { IsPublic: true },
                    $"<xref:{name}> is no public type."
                )
        );
    }

    /// <summary>With a text of their own, to all overloads of a member: <c>[Exp](xref:TinyAutograd.VariableOps.Exp*)</c>.</summary>
    [Fact]
    public void Every_cross_reference_to_a_member_names_a_public_one()
    {
        var names = Documentation
            .Articles.SelectMany(article => article.Prose)
            .SelectMany(line => MemberReference().Matches(line))
            .Select(match => Uri.UnescapeDataString(match.Groups[1].Value))
            .ToArray();
        Assert.True(names.Length > 100, $"Only {names.Length} cross-references were seen.");
        Assert.All(
            names,
            name =>
            {
                var end = name.LastIndexOf('.');
                var type = typeof(Variable).Assembly.GetType(name[..end]);
                Assert.True(
                    type is { IsPublic: true } && type.GetMember(name[(end + 1)..]).Length > 0,
                    $"xref:{name}* is no public member."
                );
            }
        );
    }

    private static bool LeadsSomewhere(string page, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Documentation.From(page, parts[0]);
        return (File.Exists(path) || Directory.Exists(path))
            && (
                parts.Length == 1
                || Heading()
                    .Matches(Prose(path))
                    .Any(match => Anchor(match.Groups[1].Value) == parts[1])
            );
    }

    private static string Prose(string page) =>
        Code().Replace(Block().Replace(File.ReadAllText(page), ""), "");

    // As GitHub and DocFX make it: letters, digits and dashes of the heading.
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var letter in heading.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter is '-' or '_')
            {
                anchor.Append(letter);
            }
            else if (letter == ' ')
            {
                anchor.Append('-');
            }
        }
        return anchor.ToString();
    }

    [GeneratedRegex(@"(?<!!code-csharp\[)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\(xref:([^)*]+)\*\)")]
    private static partial Regex MemberReference();

    [GeneratedRegex(@"<xref:([^>]+)>")]
    private static partial Regex CrossReference();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();
}
