using System.Reflection;
using System.Text.RegularExpressions;
using TinyAutograd.Transformer;

namespace TinyAutograd.Docs.Tests;

/// <summary>The names that the page for users of PyTorch gives them exist.</summary>
public partial class FromPyTorchTests
{
    private static readonly string Page = Path.Combine(
        Documentation.Folder,
        "reference",
        "from-pytorch.md"
    );

    public static TheoryData<string> Names =>
        [
            .. File.ReadLines(Page)
                .Where(line => line.StartsWith('|'))
                .Select(line => line.Split('|')[2])
                .SelectMany(cell => Name().Matches(cell))
                .Select(match => match.Groups[1].Value)
                .Where(name => !name.Contains(':', StringComparison.Ordinal)) // named arguments
                .Distinct(),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_a_public_name(string name)
    {
        var parts = name.Split('.');
        var isGeneric = parts[0].EndsWith("<T>", StringComparison.Ordinal);
        var simple = isGeneric ? $"{parts[0][..^3]}`1" : parts[0];
        var type = new[] { typeof(Variable).Assembly, typeof(GptConfig).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .SingleOrDefault(type => type.Name == simple);
        Assert.True(type is not null, $"'{parts[0]}' is no public type.");
        Assert.True(parts.Length <= 2);
        if (parts.Length == 2)
        {
            var members = type.GetMember(
                parts[1],
                BindingFlags.Public
                    | BindingFlags.Instance
                    | BindingFlags.Static
                    | BindingFlags.FlattenHierarchy
            );
            Assert.True(members.Length > 0, $"{parts[0]} has no public member '{parts[1]}'.");
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
