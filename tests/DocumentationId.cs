using System.Reflection;

namespace TinyAutograd;

/// <summary>The names that XML comments give to types and members, made by reflection. Linked into the test projects that look comments up.</summary>
internal static class DocumentationId
{
    /// <summary>The name of a type or member: <c>T:TinyAutograd.Tape`1</c>, <c>M:TinyAutograd.VariableOps.Exp``1(TinyAutograd.Variable{``0})</c>.</summary>
    public static string Of(MemberInfo member) =>
        member switch
        {
            Type type => $"T:{FullName(type)}",
            FieldInfo => $"F:{Owner(member)}.{member.Name}",
            EventInfo => $"E:{Owner(member)}.{member.Name}",
            PropertyInfo property =>
                $"P:{Owner(member)}.{member.Name}{Parameters(property.GetIndexParameters())}",
            MethodBase method => Method(method),
            _ => throw new ArgumentException($"'{member}' has no XML comment.", nameof(member)),
        };

    private static string Method(MethodBase method)
    {
        var arity =
            method is MethodInfo && method.IsGenericMethod
                ? $"``{method.GetGenericArguments().Length}"
                : "";
        var isConversion = method.Name is "op_Implicit" or "op_Explicit";
        var result = isConversion ? $"~{Name(((MethodInfo)method).ReturnType)}" : "";
        var name = method.Name.Replace('.', '#');
        return $"M:{Owner(method)}.{name}{arity}{Parameters(method.GetParameters())}{result}";
    }

    private static string Owner(MemberInfo member) => FullName(member.DeclaringType!);

    private static string FullName(Type type) => type.FullName!.Replace('+', '.');

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0
            ? ""
            : $"({string.Join(",", parameters.Select(parameter => Name(parameter.ParameterType)))})";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }
        if (type.IsByRef)
        {
            return $"{Name(type.GetElementType()!)}@";
        }
        if (type.IsPointer)
        {
            return $"{Name(type.GetElementType()!)}*";
        }
        if (type.IsArray)
        {
            var rank = type.GetArrayRank();
            var sizes = rank == 1 ? "" : string.Join(",", Enumerable.Repeat("0:", rank));
            return $"{Name(type.GetElementType()!)}[{sizes}]";
        }
        if (!type.IsGenericType)
        {
            return FullName(type);
        }
        // A type within a generic one repeats the arguments of the outer one: each belongs to the level that declares it.
        var (name, arguments) = ("", type.GetGenericArguments().Select(Name).ToArray());
        var taken = 0;
        foreach (var level in FullName(type.GetGenericTypeDefinition()).Split('.'))
        {
            var parts = level.Split('`');
            name += (name.Length == 0 ? "" : ".") + parts[0];
            if (parts.Length == 2)
            {
                var own = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
                name += $"{{{string.Join(",", arguments.Skip(taken).Take(own))}}}";
                taken += own;
            }
        }
        return name;
    }
}
