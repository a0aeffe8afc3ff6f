using System.Reflection;

namespace TinyAutograd.Tests.Ops;

/// <summary>Which laws are run for which row, read from the data of the laws themselves.</summary>
/// <param name="Law">The class of the law.</param>
/// <param name="Method">The law.</param>
/// <param name="Rows">The rows that it is run for, once for each run.</param>
internal sealed record LawRuns(Type Law, MethodInfo Method, IReadOnlyList<string> Rows)
{
    /// <summary>Every law, by class and name.</summary>
    public static IReadOnlyList<LawRuns> All { get; } =
    [
        .. typeof(OpTable)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Laws", StringComparison.Ordinal))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type =>
                type.GetMethods()
                    .Where(method => method.IsDefined(typeof(TheoryAttribute)))
                    .OrderBy(method => method.Name, StringComparer.Ordinal)
                    .Select(method => new LawRuns(type, method, RowsOf(type, method)))
            ),
    ];

    /// <summary>The kind of the law: the name of its class without "Laws".</summary>
    public string Kind => Law.Name[..^"Laws".Length];

    private static string[] RowsOf(Type type, MethodInfo method)
    {
        var data = method.GetCustomAttribute<MemberDataAttribute>()!;
        var property = type.GetProperty(
            data.MemberName,
            BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy
        );
        var runs = (IEnumerable<object[]>)property!.GetValue(null)!;
        return [.. runs.Select(run => (string)run[0])];
    }
}
