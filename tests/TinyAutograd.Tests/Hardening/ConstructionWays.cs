using System.Collections.Concurrent;
using System.Reflection;

namespace TinyAutograd.Tests.Hardening;

/// <summary>How an object of a type is made from outside: public constructors and factories, of its subtypes, too.</summary>
internal static class ConstructionWays
{
    private static readonly ConcurrentDictionary<Assembly, PublicMember[]> Members = new();
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<PublicMember>> Found = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Settable = new();

    public static IReadOnlyList<PublicMember> Of(Type type) => Found.GetOrAdd(type, Find);

    /// <summary>Properties of options: of a type with a constructor that takes nothing.</summary>
    public static PropertyInfo[] SettableProperties(Type type) =>
        Settable.GetOrAdd(
            type,
            made =>
                made.IsValueType || made.GetConstructor(Type.EmptyTypes) is null
                    ? []
                    :
                    [
                        .. made.GetProperties()
                            .Where(property => property.SetMethod is { IsPublic: true }),
                    ]
        );

    private static PublicMember[] Find(Type type)
    {
        var assemblies = AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(assembly =>
                assembly.GetName().Name is "TinyAutograd" or "TinyAutograd.Transformer"
            );
        return
        [
            .. assemblies
                .SelectMany(assembly => Members.GetOrAdd(assembly, a => [.. PublicMember.Of(a)]))
                .Where(member => Makes(member, type)),
        ];
    }

    // A factory stands in the type itself.
    private static bool Makes(PublicMember member, Type type) =>
        member.Method is MethodInfo factory
            ? factory.IsStatic
                && !factory.IsSpecialName
                && factory.ReturnType == type
                && member.Type == type
            : member.Type.IsAssignableTo(type);
}
