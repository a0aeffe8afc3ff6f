using System.Reflection;

namespace TinyAutograd.Tests.Hardening;

/// <content>One argument is null, and nothing else is wrong.</content>
internal sealed partial class Misuse
{
    /// <summary>Gives null for each reference of each member of a type in turn, so often.</summary>
    /// <returns>What was wrong: a result where the signature allows no null, or another exception than one that the documentation names.</returns>
    public IReadOnlyList<string> NullFailures(string type, int callsPerNull) =>
        [
            .. Members
                .Where(member => NameOf(member) == type)
                .SelectMany(member =>
                    Enumerable
                        .Range(0, member.Parameters.Length)
                        .Where(i => IsReference(member.Parameters[i].ParameterType))
                        .SelectMany(i => NullFailures(member, i, callsPerNull))
                ),
        ];

    private IEnumerable<string> NullFailures(PublicMember member, int position, int calls)
    {
        var parameter = member.Parameters[position];
        var mayBeNull = IsNullable(parameter) || IsRecords(member);
        return Enumerable
            .Range(0, calls)
            .Select(number => Call(member, Seed(member.Name, number), position))
            .Select(outcome =>
                outcome is null && !mayBeNull
                    ? $"{member.Name}: null for {parameter.Name} gives a result"
                    : outcome
            )
            .Where(outcome => outcome is not null and not "")
            .Select(outcome => outcome!);
    }

    private static bool IsReference(Type type) => !type.IsValueType && !type.IsByRef;

    private static bool IsNullable(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).WriteState is NullabilityState.Nullable;

    // A record carries what it is given: constructor and setters ask nothing; who reads it does.
    private static bool IsRecords(PublicMember member) =>
        member.Type.GetMethod(
            "PrintMembers",
            BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
        )
            is not null
        && (
            member.Method is ConstructorInfo
            || member.Method.Name.StartsWith("set_", StringComparison.Ordinal)
        );
}
