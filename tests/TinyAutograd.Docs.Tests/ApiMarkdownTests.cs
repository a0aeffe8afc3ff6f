using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TinyAutograd.Docs.ApiMarkdown;
using TinyAutograd.Transformer;

namespace TinyAutograd.Docs.Tests;

/// <summary>The API reference in Markdown has every public type and member of both packages, and its links lead somewhere.</summary>
public partial class ApiMarkdownTests
{
    private static readonly Assembly[] Packages =
    [
        typeof(Variable).Assembly,
        typeof(GptConfig).Assembly,
    ];

    private static readonly ApiReference Reference = ApiReference.Of(
        Api.Load([.. Packages.Select(package => package.Location)])
    );

    private static readonly Dictionary<string, string[]> Places = Reference.Pages.ToDictionary(
        page => page.Key,
        page => Place().Matches(page.Value).Select(match => match.Groups[1].Value).ToArray()
    );

    [Fact]
    public void Every_public_type_and_member_has_its_place()
    {
        var expected = Packages
            .SelectMany(package => package.GetExportedTypes())
            .SelectMany(type => Members(type).Prepend(type))
            .Select(DocumentationId.Of)
            .Select(Links.Anchor)
            .ToArray();
        var places = Places.Values.SelectMany(names => names).ToArray();
        Assert.True(expected.Length > 1000, $"Only {expected.Length} members were seen.");
        Assert.Equal([], expected.Except(places));
        Assert.Equal([], places.Except(expected));
        Assert.Equal(places.Distinct(), places);
    }

    [Fact]
    public void Every_cross_reference_is_resolved() => Assert.Empty(Reference.Problems);

    [Fact]
    public void Every_link_leads_to_a_place_or_to_the_pages_of_DotNet()
    {
        var links = Reference
            .Pages.SelectMany(page =>
                Link()
                    .Matches(CodeBlock().Replace(page.Value, ""))
                    .Select(match => (Page: page.Key, Target: match.Groups[1].Value))
            )
            .ToArray();
        Assert.True(links.Length > 4000, $"Only {links.Length} links were seen.");
        Assert.All(
            links,
            link =>
                Assert.True(
                    DotNet().IsMatch(link.Target) || LeadsSomewhere(link.Target),
                    $"{link.Page}: '{link.Target}' leads nowhere."
                )
        );
    }

    [Fact]
    public void Every_type_stands_in_the_index_of_its_namespace() =>
        Assert.All(
            Packages.SelectMany(package => package.GetExportedTypes()),
            type =>
                Assert.Contains(
                    $"]({type.FullName!.Replace('+', '.').Replace('`', '-')}.md)",
                    Reference.Pages[$"{type.Namespace}.md"],
                    StringComparison.Ordinal
                )
        );

    [Fact]
    public void A_member_has_its_signature_and_all_that_its_comment_says()
    {
        var page = Reference.Pages["TinyAutograd.VariableOps.md"];
        var member = page[page.IndexOf("### MatMul", StringComparison.Ordinal)..];
        member = member[..member.IndexOf("\n### ", StringComparison.Ordinal)];
        Assert.Contains(
            "Variable<T> MatMul<T>(this Variable<T> a",
            member,
            StringComparison.Ordinal
        );
        Assert.Contains("where T : unmanaged", member, StringComparison.Ordinal);
        Assert.Contains("`y = a · b`", member, StringComparison.Ordinal);
        Assert.Contains("- `transposeA` [bool]", member, StringComparison.Ordinal);
        Assert.Contains(
            "**Returns** [Variable](TinyAutograd.Variable-1.md)",
            member,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- [ArgumentException](https://learn.microsoft.com/dotnet/api/system.argumentexception): ",
            member,
            StringComparison.Ordinal
        );
        Assert.Contains("Gradient: `da = dy · bᵀ, db = aᵀ · dy`", member, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pages_are_written_as_files()
    {
        using var folder = new ApiFolder();
        Reference.WriteTo(folder.Path);
        var files = Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order();
        Assert.Equal(Reference.Pages.Keys.Order(), files);
        Assert.Equal(
            Reference.Pages[ApiReference.Start],
            File.ReadAllText(Path.Combine(folder.Path, ApiReference.Start))
        );
    }

    private static bool LeadsSomewhere(string target)
    {
        var parts = target.Split('#', 2);
        return Places.TryGetValue(parts[0], out var places)
            && (parts.Length == 1 || places.Contains(parts[1]));
    }

    // What a user or a derived type sees and somebody wrote: no accessors, and not what the compiler adds to records and enumerations.
    private static IEnumerable<MemberInfo> Members(Type type) =>
        typeof(Delegate).IsAssignableFrom(type)
            ? []
            : type.GetMembers(
                    BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.Instance
                        | BindingFlags.Static
                        | BindingFlags.DeclaredOnly
                )
                .Where(member =>
                    member switch
                    {
                        MethodBase method => IsVisible(method)
                            && !method.IsDefined(typeof(CompilerGeneratedAttribute))
                            && (
                                !method.IsSpecialName
                                || method.IsConstructor
                                || method.Name.StartsWith("op_", StringComparison.Ordinal)
                            ),
                        PropertyInfo property => property.GetAccessors(true).Any(IsVisible)
                            && !property.IsDefined(typeof(CompilerGeneratedAttribute)),
                        FieldInfo field => (
                            field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly
                        ) && !field.IsSpecialName,
                        EventInfo raised => raised.AddMethod is { } add && IsVisible(add),
                        _ => false,
                    }
                );

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    [GeneratedRegex("<a id=\"([^\"]+)\"></a>")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<!\\)\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^https://learn\.microsoft\.com/dotnet/api/[a-z0-9.\-_]+$")]
    private static partial Regex DotNet();
}
