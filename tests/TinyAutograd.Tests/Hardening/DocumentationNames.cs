using System.Reflection;

namespace TinyAutograd.Tests.Hardening;

/// <summary>The names under which the compiler files XML comments: <c>M:TinyAutograd.Tape`1.Gradient(…)</c>.</summary>
internal static class DocumentationNames
{
    /// <summary>The name of a constructor or method; of the property, for an accessor.</summary>
    public static string Of(MethodBase method)
    {
        // As written: the parameters of the generic definition, not of what was closed over double.
        var written = method.Module.ResolveMethod(method.MetadataToken)!;
        var accessed = written.IsSpecialName ? Property(written) : null;
        var parameters = (accessed?.GetIndexParameters() ?? written.GetParameters())
            .Select(parameter => Argument(parameter.ParameterType))
            .ToArray();
        var list = parameters.Length == 0 ? "" : $"({string.Join(',', parameters)})";
        var type = Of(written.DeclaringType!);
        if (accessed is not null)
        {
            return $"P:{type}.{accessed.Name}{list}";
        }
        var arity = written.IsGenericMethod ? $"``{written.GetGenericArguments().Length}" : "";
        var returns = written is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion
            ? $"~{Argument(conversion.ReturnType)}"
            : "";
        return $"M:{type}.{written.Name.Replace('.', '#')}{arity}{list}{returns}";
    }

    /// <summary>The name of a type without its letter: <c>TinyAutograd.Tape`1</c>.</summary>
    public static string Of(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static PropertyInfo? Property(MethodBase accessor) =>
        accessor
            .DeclaringType!.GetProperties(
                BindingFlags.Public
                    | BindingFlags.NonPublic
                    | BindingFlags.Instance
                    | BindingFlags.Static
                    | BindingFlags.DeclaredOnly
            )
            .FirstOrDefault(property => property.GetAccessors(nonPublic: true).Contains(accessor));

    private static string Argument(Type type) =>
        type switch
        {
            { IsByRef: true } => Argument(type.GetElementType()!) + "@",
            { IsArray: true } => Argument(type.GetElementType()!) + "[]",
            { IsGenericMethodParameter: true } => $"``{type.GenericParameterPosition}",
            { IsGenericParameter: true } => $"`{type.GenericParameterPosition}",
            { IsGenericType: true } =>
                $"{Of(type).Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Argument))}}}",
            _ => Of(type),
        };
}
