using System.Linq.Expressions;
using System.Reflection;

namespace TinyAutograd.Tests.Hardening;

/// <summary>A public constructor, method or accessor, callable with arguments in an array: spans are handed over as arrays, too.</summary>
internal sealed class PublicMember
{
    private const BindingFlags Own =
        BindingFlags.Public
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private readonly MethodBase method;
    private readonly Lazy<Func<object?, object?[], object?>> call;

    private PublicMember(MethodBase method)
    {
        this.method = method;
        call = new(Compile);
        Parameters = method.GetParameters();
        Type = method.DeclaringType!;
        Owner = method.IsStatic || method.IsConstructor ? null : Type;
    }

    /// <summary>The type that declares it.</summary>
    public Type Type { get; }

    /// <summary>What it is called on; null for a constructor or a static member.</summary>
    public Type? Owner { get; }

    public ParameterInfo[] Parameters { get; }

    public MethodBase Method => method;

    public string Name =>
        $"{DocumentationNames.Of(Type).Split('.')[^1]}.{(method.IsConstructor ? "new" : method.Name)}({string.Join(", ", Parameters.Select(p => p.Name))})";

    /// <summary>All public members of an assembly that a caller can reach, with <see cref="double"/> for the element type.</summary>
    public static IEnumerable<PublicMember> Of(Assembly assembly) =>
        assembly
            .GetExportedTypes()
            .Where(type =>
                !type.IsEnum && !type.IsByRefLike && !type.IsAssignableTo(typeof(Delegate))
            )
            .Select(type =>
                type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(double)) : type
            )
            .SelectMany(type =>
                type.IsAbstract
                    ? type.GetMethods(Own).AsEnumerable<MethodBase>()
                    : [.. type.GetConstructors(), .. type.GetMethods(Own)]
            )
            .Where(method => !method.IsAbstract && (IsAccessor(method) || !IsGenerated(method)))
            .Select(Closed)
            .Select(method => new PublicMember(method))
            .OrderBy(member => member.Name + member.method, StringComparer.Ordinal);

    /// <summary>Calls it. What a span or a reference to a struct would show is copied.</summary>
    public object? Call(object? owner, object?[] arguments) => call.Value(owner, arguments);

    private static bool IsAccessor(MethodBase method) =>
        method.IsSpecialName
        && (
            method.Name.StartsWith("get_", StringComparison.Ordinal)
            || method.Name.StartsWith("set_", StringComparison.Ordinal)
        );

    // What the compiler adds to a record.
    private static bool IsGenerated(MethodBase method) =>
        method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute));

    private static MethodBase Closed(MethodBase method) =>
        method is MethodInfo { IsGenericMethodDefinition: true } open
            ? open.MakeGenericMethod(
                Array.ConvertAll(open.GetGenericArguments(), _ => typeof(double))
            )
            : method;

    private Func<object?, object?[], object?> Compile()
    {
        var owner = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var outs = new List<ParameterExpression>();
        var given = Parameters
            .Select(
                (parameter, i) =>
                    Given(parameter, Expression.ArrayIndex(arguments, Expression.Constant(i)), outs)
            )
            .ToArray();
        Expression result = method switch
        {
            ConstructorInfo constructor => Expression.New(constructor, given),
            MethodInfo { IsStatic: true } function => Expression.Call(function, given),
            MethodInfo function => Expression.Call(
                Expression.Convert(owner, Owner!),
                function,
                given
            ),
            _ => throw new NotSupportedException($"{method} is no constructor and no method."),
        };
        return Expression
            .Lambda<Func<object?, object?[], object?>>(
                Expression.Block(outs, Boxed(result)),
                owner,
                arguments
            )
            .Compile();
    }

    private static Expression Given(
        ParameterInfo parameter,
        Expression argument,
        List<ParameterExpression> outs
    )
    {
        var type = parameter.ParameterType;
        if (type.IsByRef)
        {
            outs.Add(Expression.Variable(type.GetElementType()!));
            return outs[^1];
        }
        return type.IsByRefLike
            ? Expression.Call(
                type.GetMethod("op_Implicit", [type.GetGenericArguments()[0].MakeArrayType()])!,
                Expression.Convert(argument, type.GetGenericArguments()[0].MakeArrayType())
            )
            : Expression.Convert(argument, type);
    }

    private static Expression Boxed(Expression result) =>
        result.Type == typeof(void) ? Expression.Block(result, Expression.Constant(null))
        : !result.Type.IsByRefLike ? Expression.Convert(result, typeof(object))
        : result.Type.GetMethod("ToArray", Type.EmptyTypes) is { } toArray
            ? Expression.Convert(Expression.Call(result, toArray), typeof(object))
        : Expression.Block(result, Expression.Constant(null));
}
