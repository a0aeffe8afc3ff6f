using System.Collections;
using System.Reflection;

namespace TinyAutograd.Tests.Hardening;

/// <summary>Calls public members of an assembly with <see cref="HostileArguments"/>: each gives a result, or an exception that its
/// documentation names.</summary>
/// <param name="assembly">Whose members.</param>
/// <param name="isLeftOut">Members that another test calls, or that no test may call.</param>
/// <param name="makers">What is drawn for types that <see cref="HostileArguments"/> does not know.</param>
/// <param name="files">Contents of files.</param>
internal sealed partial class Misuse(
    Assembly assembly,
    Func<PublicMember, bool> isLeftOut,
    IReadOnlyDictionary<Type, Func<HostileArguments, object>>? makers = null,
    IReadOnlyDictionary<string, byte[]>? files = null
)
{
    private const int LongestLook = 4;
    private const int ShortestMessage = 8;

    private readonly DocumentedExceptions documentation = new([
        .. new[] { assembly, typeof(Variable).Assembly }.Distinct(),
    ]);

    public IReadOnlyList<PublicMember> Members { get; } =
    [.. PublicMember.Of(assembly).Where(member => !isLeftOut(member))];

    /// <summary>The names of the types that have members, one test case each.</summary>
    public IEnumerable<string> Types => Members.Select(NameOf).Distinct();

    /// <summary>Calls each member of a type so often.</summary>
    /// <returns>What was wrong.</returns>
    public IReadOnlyList<string> Failures(string type, int callsPerMember) =>
        [
            .. Calls(Members.Where(member => NameOf(member) == type), callsPerMember)
                .Where(outcome => outcome is not null and not "")
                .Select(outcome => outcome!),
        ];

    /// <summary>The share of the calls of all members that give a result; the others are refused.</summary>
    public double ShareOfResults(int callsPerMember) =>
        Calls(Members, callsPerMember).Average(outcome => outcome is null ? 1.0 : 0.0);

    /// <summary>The members whose documentation is not found.</summary>
    public IEnumerable<string> Unknown() =>
        Members
            .Where(member => !documentation.Knows(member.Method) && !IsImplicit(member))
            .Select(member => $"{member.Name}: {DocumentationNames.Of(member.Method)}");

    // A constructor that is not written.
    private static bool IsImplicit(PublicMember member) =>
        member.Method is ConstructorInfo && member.Parameters.Length == 0;

    private static string NameOf(PublicMember member) => DocumentationNames.Of(member.Type);

    private IEnumerable<string?> Calls(IEnumerable<PublicMember> members, int callsPerMember) =>
        members.SelectMany(member =>
            Enumerable
                .Range(0, callsPerMember)
                .Select(number => Call(member, Seed(member.Name, number)))
        );

    // Fowler, Noll and Vo's hash, 64 bits: a case stays the same when other members come.
    private static ulong Seed(string name, int number) =>
        name.Append((char)number)
            .Aggregate(14695981039346656037, (hash, letter) => (hash ^ letter) * 1099511628211);

    /// <summary>One case: everything in it follows from member, seed and the position of the argument that is null alone, if one is.</summary>
    /// <returns>Null for a result, an empty text for a promised exception, otherwise what is wrong.</returns>
    private string? Call(PublicMember member, ulong seed, int? nullAt = null)
    {
        using var draw = new HostileArguments(seed, makers, files);
        object? owner = null;
        var arguments = new object?[member.Parameters.Length];
        double[] before = [];
        string? complaint = null;
        try
        {
            owner = member.Owner is null ? null : draw.Owner(member.Owner);
            arguments = nullAt is { } position
                ? draw.NullAlone(member.Parameters, position)
                : Array.ConvertAll(member.Parameters, draw.Of);
            before = Numbers(arguments);
        }
        catch (NotSupportedException error)
        {
            return $"{member.Name}, case {seed}: {error.Message}";
        }
        try
        {
            Look(member.Call(owner, arguments));
        }
        catch (Exception error)
        {
            complaint =
                IsPromised(member, error, draw) && NamesAParameter(member, error)
                    ? ""
                    : $"{error.GetType().Name}: {error.Message} {error.StackTrace!.Split('\n')[0].Trim()}".ReplaceLineEndings(
                        " "
                    );
        }
        if (!before.SequenceEqual(Numbers(arguments)))
        {
            complaint = "changed its arguments";
        }
        return complaint is null or ""
            ? complaint
            : $"{member.Name}, case {seed}, ({string.Join(", ", arguments.Select(Text))}): {complaint}";
    }

    // What holds for every member is not repeated at each: null where the signature allows none, what has ended, what belongs to
    // another thread, and what the caller's own function throws.
    private bool IsPromised(PublicMember member, Exception error, HostileArguments draw) =>
        SaysWhatIsWrong(error)
        && (
            error is ArgumentNullException && draw.HasNull
            || error is ObjectDisposedException && draw.HasEnded
            || error is InvalidOperationException
                && draw.HasForeign
                && error.Message.Contains("thread", StringComparison.Ordinal)
            || error.GetType() == HostileArguments.CallersOwn().GetType()
            || documentation.Of(member.Method).Any(type => type.IsInstanceOfType(error))
        );

    // More than what the exception's class adds by itself: (Parameter 'x'), Actual value was 3.
    private static bool SaysWhatIsWrong(Exception error) =>
        error.Message.IndexOf("(Parameter", StringComparison.Ordinal) is var end
        && (end < 0 ? error.Message : error.Message[..end]).Trim().Length >= ShortestMessage;

    // Another name is one that the caller never wrote. Two are his all the same: that of an option which he set before, and `path`, as
    // System.IO calls a malformed name of a file or folder.
    public static bool NamesAParameter(PublicMember member, Exception error) =>
        error is not ArgumentException { ParamName: { } name }
        || member.Parameters.Any(parameter => parameter.Name == name)
        || member
            .Parameters.Select(parameter => parameter.ParameterType)
            .Append(member.Type)
            .SelectMany(ConstructionWays.SettableProperties)
            .Any(property => property.Name == name)
        || name == "path"
            && error is not ArgumentNullException
            && member.Parameters.Any(parameter => HostileArguments.IsPath(parameter.Name!));

    // A sequence shows what it throws when it is read.
    private static void Look(object? result)
    {
        using var owned = result as IDisposable;
        switch (result)
        {
            case Variable<double> variable when variable.IsAlive:
                Assert.Equal(variable.Shape.ElementCount, variable.ToArray().Length);
                break;
            case IAsyncEnumerable<object> sequence:
                LookAsync(sequence).GetAwaiter().GetResult();
                break;
            case IEnumerable sequence and not string:
                var count = 0;
                foreach (var element in sequence)
                {
                    if (++count > LongestLook)
                    {
                        break;
                    }
                }
                break;
        }
    }

    private static async Task LookAsync(IAsyncEnumerable<object> sequence)
    {
        var count = 0;
        await foreach (var element in sequence)
        {
            if (++count > LongestLook)
            {
                break;
            }
        }
    }

    /// <summary>The numbers of all variables among the arguments, to see whether they change.</summary>
    public static double[] Numbers(object?[] arguments) =>
        [
            .. arguments
                .SelectMany(argument =>
                    argument as IEnumerable<Variable<double>>
                    ?? (argument is Variable<double> variable ? [variable] : [])
                )
                .Where(variable => variable is { IsAlive: true })
                .SelectMany(variable => variable.ToArray()),
        ];

    /// <summary>An argument as a failure shows it.</summary>
    public static string Text(object? argument) =>
        argument switch
        {
            null => "null",
            Variable<double> variable => $"{variable.Shape}",
            Indices indices => $"indices {indices.Shape}",
            Mask mask => $"mask {mask.Shape}",
            string text => $"'{text}'",
            Array array => $"[{string.Join(", ", array.Cast<object?>().Select(Text))}]",
            IFormattable number => FormattableString.Invariant($"{number}"),
            _ => argument.GetType().Name,
        };
}
