using TinyAutograd.Tests.Hardening;

namespace TinyAutograd.Transformer.Tests.Hardening;

/// <summary>Every public member of this package, called wrongly: a result or an exception that its documentation names.</summary>
public class TransformerMisuseTests
{
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
        Assert.Empty(Package.Failures(type, CallsPerMember));

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
}
