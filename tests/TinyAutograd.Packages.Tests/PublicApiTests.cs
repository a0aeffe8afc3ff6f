using System.Reflection;
using TinyAutograd.Transformer;

namespace TinyAutograd.Packages.Tests;

/// <summary>The public API of each package is what a person approved: the file beside this one. Where it changes on purpose, set
/// <c>TINYAUTOGRAD_APPROVE=1</c>, run this test, and look at the difference before committing it.</summary>
public class PublicApiTests
{
    public static TheoryData<string> Packages => ["TinyAutograd", "TinyAutograd.Transformer"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_api_is_the_approved_one(string package)
    {
        var file = Path.Combine(
            Repository.Root,
            "tests",
            "TinyAutograd.Packages.Tests",
            $"{package}.approved.txt"
        );
        var actual = PublicApi.Of(AssemblyOf(package));
        if (Environment.GetEnvironmentVariable("TINYAUTOGRAD_APPROVE") == "1")
        {
            File.WriteAllText(file, actual);
        }
        var approved = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        var missing = before.Except(after).Select(line => $"- {line}");
        var unexpected = after.Except(before).Select(line => $"+ {line}");
        Assert.True(
            approved == actual,
            $"The API of {package} is not the approved one:\n"
                + string.Join('\n', missing.Concat(unexpected).Take(40))
                + "\nIf that is meant: TINYAUTOGRAD_APPROVE=1 dotnet test tests/TinyAutograd.Packages.Tests"
        );
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void No_public_member_shows_a_type_that_is_not_public_or_of_a_stranger(string package)
    {
        var strangers = AssemblyOf(package)
            .GetExportedTypes()
            .SelectMany(type => type.GetMembers().OfType<MethodBase>())
            .SelectMany(method =>
                method.GetParameters().Select(parameter => parameter.ParameterType)
            )
            .Select(type => type.Assembly.GetName().Name!)
            .Distinct()
            .Where(name =>
                !name.StartsWith("System", StringComparison.Ordinal)
                && !name.StartsWith("TinyAutograd", StringComparison.Ordinal)
            );
        Assert.Empty(strangers);
    }

    private static Assembly AssemblyOf(string package) =>
        package == "TinyAutograd" ? typeof(Variable).Assembly : typeof(GptConfig).Assembly;
}
