using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;

namespace TinyAutograd.Tests.Hardening;

/// <summary>The exceptions that the XML comments of an assembly promise, inherited comments included.</summary>
internal sealed class DocumentedExceptions
{
    private readonly Dictionary<string, XElement> comments;
    private readonly ConcurrentDictionary<MethodBase, Type[]> found = new();

    public DocumentedExceptions(params Assembly[] assemblies) =>
        comments = assemblies
            .SelectMany(assembly =>
                XDocument
                    .Load(Path.ChangeExtension(assembly.Location, ".xml"))
                    .Descendants("member")
            )
            .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>Whether a member has a comment, so that a missing name is not taken for a missing promise.</summary>
    public bool Knows(MethodBase method) => comments.ContainsKey(DocumentationNames.Of(method));

    /// <summary>The types of exception that a member promises.</summary>
    public Type[] Of(MethodBase method) => found.GetOrAdd(method, m => [.. Read(m).Distinct()]);

    private IEnumerable<Type> Read(MethodBase method) =>
        comments.TryGetValue(DocumentationNames.Of(method), out var comment)
            ? Read(comment, method)
            : [];

    private IEnumerable<Type> Read(XElement comment, MethodBase? method)
    {
        foreach (var exception in comment.Elements("exception"))
        {
            yield return TypeNamed(exception.Attribute("cref")!.Value[2..]);
        }
        foreach (var inherited in comment.Elements("inheritdoc"))
        {
            var path = inherited.Attribute("path")?.Value;
            if (path is not null && !path.Contains("exception", StringComparison.Ordinal))
            {
                continue;
            }
            var types = inherited.Attribute("cref") is { } cref
                ? comments.TryGetValue(cref.Value, out var other)
                    ? Read(other, null)
                    : []
                : method is null
                    ? []
                    : Bases(method).SelectMany(Read);
            foreach (var type in types)
            {
                yield return type;
            }
        }
    }

    // What it overrides or implements, nearest first.
    private static IEnumerable<MethodBase> Bases(MethodBase method)
    {
        var parameters = Array.ConvertAll(method.GetParameters(), p => p.ParameterType);
        for (var type = method.DeclaringType!.BaseType; type is not null; type = type.BaseType)
        {
            MethodBase? same = method.IsConstructor
                ? type.GetConstructor(parameters)
                : type.GetMethod(method.Name, parameters);
            if (same is not null && same.DeclaringType == type)
            {
                yield return same;
            }
        }
        if (method.IsStatic || method.IsConstructor || method.DeclaringType.IsInterface)
        {
            yield break;
        }
        foreach (var contract in method.DeclaringType.GetInterfaces())
        {
            var map = method.DeclaringType.GetInterfaceMap(contract);
            var position = Array.FindIndex(
                map.TargetMethods,
                m => m.MethodHandle == method.MethodHandle
            );
            if (position >= 0)
            {
                yield return map.InterfaceMethods[position];
            }
        }
    }

    private static Type TypeNamed(string name) =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(name))
            .FirstOrDefault(type => type is not null)
        ?? throw new InvalidOperationException($"The comments promise {name}, which is no type.");
}
