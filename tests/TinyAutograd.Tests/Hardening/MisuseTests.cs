namespace TinyAutograd.Tests.Hardening;

/// <summary>Every public member outside the ops, called wrongly: a result or an exception that its documentation names. The ops have
/// <see cref="OpFuzzTests"/>.</summary>
public class MisuseTests
{
    private const int CallsPerNull = 6;
    private const int CallsPerMember = 40;

    private static readonly Misuse Library = new(typeof(Variable).Assembly, IsLeftOut);

    public static TheoryData<string> Types => [.. Library.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_member_gives_a_result_or_an_exception_that_it_documents(string type) =>
        AssertNone(Library.Failures(type, CallsPerMember));

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_member_says_which_of_its_arguments_must_not_be_null(string type) =>
        AssertNone(Library.NullFailures(type, CallsPerNull));

    // Neither may be rare, or the calls would test little.
    [Fact]
    public void Calls_are_neither_all_refused_nor_all_answered() =>
        Assert.InRange(Library.ShareOfResults(callsPerMember: 2), 0.25, 0.9);

    [Fact]
    public void The_documentation_of_every_member_is_found() => Assert.Empty(Library.Unknown());

    // The ops have a test of their own; what an op's class offers is called by the tape; the number of threads is that of the whole
    // process, where other tests run.
    private static bool IsLeftOut(PublicMember member) =>
        member.Type == typeof(VariableOps)
        || member.Type.IsAssignableTo(typeof(Op<double>))
        || member.Type == typeof(Parallelism);

    private static void AssertNone(IReadOnlyList<string> failures) =>
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
}
