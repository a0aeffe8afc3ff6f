using System.Reflection;

namespace TinyAutograd.Tests.Ops;

/// <summary>No public op without a row of the table, and no row without a public op.</summary>
public class Completeness
{
    /// <summary>Public methods of <see cref="VariableOps"/> and operators that are no ops of their own, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotAnOp = new()
    {
        ["op_Explicit(Variable)"] = "reads the only number; nothing to differentiate",
    };

    [Fact]
    public void Every_public_op_has_a_row()
    {
        var covered = OpTable.Rows.SelectMany(row => row.Covers).ToHashSet();
        var methods = PublicOps().ToArray();
        var missing = methods
            .Where(method => !NotAnOp.ContainsKey(method.Signature))
            .Where(method => !covered.Contains(method.Signature))
            .Where(method =>
                !covered.Contains(method.Name)
                || methods.Count(other => other.Name == method.Name) > 1
            )
            .Select(method => method.Signature)
            .ToArray();
        Assert.True(missing.Length == 0, $"Without a row: {string.Join("; ", missing)}");
    }

    [Fact]
    public void Every_row_covers_public_ops_that_exist()
    {
        var methods = PublicOps().ToArray();
        var known = methods.SelectMany(method => new[] { method.Name, method.Signature });
        Assert.Empty(OpTable.Rows.SelectMany(row => row.Covers).Concat(NotAnOp.Keys).Except(known));
    }

    [Fact]
    public void Rows_have_names_of_their_own() =>
        Assert.Equal(
            OpTable.Rows.Select(row => row.Name).Distinct(),
            OpTable.Rows.Select(row => row.Name)
        );

    /// <summary>The operators of a parameter are those of its value: each is called, and its result compared.</summary>
    [Fact]
    public void Operators_of_a_parameter_give_what_its_value_gives()
    {
        var operators = Operators(typeof(Parameter<double>)).ToArray();
        Assert.True(operators.Length >= 13);
        var (p, v) = (
            new Parameter<double>("p", Variable.Of([1.5, -2])),
            Variable.Of<double>([
                [2, 3],
                [4, 5],
            ])
        );
        foreach (var method in operators)
        {
            var types = Array.ConvertAll(method.GetParameters(), x => x.ParameterType);
            var values = Array.ConvertAll(
                types,
                type => type == typeof(double) ? typeof(double) : typeof(Variable<double>)
            );
            object[] arguments = Array.ConvertAll(types, Argument);
            var twin = typeof(Variable<double>).GetMethod(method.Name, values);
            Assert.True(twin is not null, $"{Signature(method)} has no counterpart.");
            var expected = twin.Invoke(
                null,
                Array.ConvertAll(
                    arguments,
                    x => x is Parameter<double> parameter ? parameter.Value : x
                )
            );
            Assert.Equal($"{expected}", $"{method.Invoke(null, arguments)}");
        }

        object Argument(Type type) =>
            type == typeof(double) ? 0.75
            : type == typeof(Variable<double>) ? (object)v
            : p;
    }

    internal static IEnumerable<(string Name, string Signature)> PublicOps() =>
        PublicMethods().Select(method => (method.Name, Signature(method)));

    /// <summary>The methods of <see cref="VariableOps"/>, the operators and the indexer.</summary>
    internal static IEnumerable<MethodInfo> PublicMethods() =>
        typeof(VariableOps)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Concat(Operators(typeof(Variable<>)))
            .Concat(
                typeof(Variable<>)
                    .GetProperties()
                    .Where(property => property.GetIndexParameters().Length > 0)
                    .Select(property => property.GetMethod!)
            );

    private static IEnumerable<MethodInfo> Operators(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method =>
                method.IsSpecialName
                && method.Name.StartsWith("op_", StringComparison.Ordinal)
                && method.Name != "op_Implicit"
            );

    /// <summary>Name and types of the parameters without type arguments: <c>Pow(Variable, T)</c>.</summary>
    internal static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(p => TypeName(p.ParameterType)))})";

    private static string TypeName(Type type)
    {
        if (type.IsArray)
        {
            return $"{TypeName(type.GetElementType()!)}[]";
        }
        if (!type.IsGenericType)
        {
            return type == typeof(int) ? "int"
                : type == typeof(bool) ? "bool"
                : type == typeof(string) ? "string"
                : type == typeof(double) ? "double"
                : type.Name;
        }
        var definition = type.GetGenericTypeDefinition();
        var arguments = string.Join(", ", type.GetGenericArguments().Select(TypeName));
        return definition == typeof(Nullable<>) ? $"{arguments}?"
            : definition == typeof(Variable<>) ? "Variable"
            : $"{definition.Name.Split('`')[0]}<{arguments}>";
    }
}
