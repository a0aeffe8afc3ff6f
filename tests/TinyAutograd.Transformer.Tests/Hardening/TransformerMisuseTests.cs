using TinyAutograd.Tests.Hardening;

namespace TinyAutograd.Transformer.Tests.Hardening;

/// <summary>Every public member of this package, called wrongly: a result or an exception that its documentation names.</summary>
public class TransformerMisuseTests
{
    private const int CallsPerNull = 6;
    private const int CallsPerMember = 20;

    private static readonly Misuse Package = new(
        typeof(GptConfig).Assembly,
        IsLeftOut,
        TransformerMakers.All,
        HostileFiles.All
    );

    public static TheoryData<string> Types => [.. Package.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_member_gives_a_result_or_an_exception_that_it_documents(string type) =>
        AssertNone(Package.Failures(type, CallsPerMember));

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_member_says_which_of_its_arguments_must_not_be_null(string type) =>
        AssertNone(Package.NullFailures(type, CallsPerNull));

    // Neither may be rare, or the calls would test little.
    [Fact]
    public void Calls_are_neither_all_refused_nor_all_answered() =>
        Assert.InRange(Package.ShareOfResults(callsPerMember: 2), 0.25, 0.9);

    [Fact]
    public void The_documentation_of_every_member_is_found() => Assert.Empty(Package.Unknown());

    // A size of 2³¹ − 1 is allowed there, and takes its time.
    private static bool IsLeftOut(PublicMember member) =>
        member
            is {
                Type.Name: nameof(DotProductVariance),
                Method.Name: nameof(DotProductVariance.Measure)
            };

    private static void AssertNone(IReadOnlyList<string> failures) =>
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
}
