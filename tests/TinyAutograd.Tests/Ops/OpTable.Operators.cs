namespace TinyAutograd.Tests.Ops;

/// <content>The operators <c>+ - * /</c> of variables and numbers.</content>
internal static partial class OpTable
{
    private static readonly Domain NotNearZero = new(-3, 3, Gap: 0.5);

    private static IEnumerable<OpRow> Operators() =>
        [
            Operator("x + y", "op_Addition", (a, b) => a + b, (a, b) => a + b, (a, b) => a + b),
            Operator("x − y", "op_Subtraction", (a, b) => a - b, (a, b) => a - b, (a, b) => a - b),
            Operator("x · y", "op_Multiply", (a, b) => a * b, (a, b) => a * b, (a, b) => a * b),
            Operator("x / y", "op_Division", (a, b) => a / b, (a, b) => a / b, (a, b) => a / b),
            Operator("−x", "op_UnaryNegation(Variable)", x => -x, x => -x, x => -x),
            Operator(
                "x + c",
                "op_Addition(Variable, T)",
                x => x + 1.5,
                x => x + 1.5f,
                x => x + 1.5
            ),
            Operator(
                "c + x",
                "op_Addition(T, Variable)",
                x => 1.5 + x,
                x => 1.5f + x,
                x => 1.5 + x
            ),
            Operator(
                "x − c",
                "op_Subtraction(Variable, T)",
                x => x - 1.5,
                x => x - 1.5f,
                x => x - 1.5
            ),
            Operator(
                "c − x",
                "op_Subtraction(T, Variable)",
                x => 1.5 - x,
                x => 1.5f - x,
                x => 1.5 - x
            ),
            Operator(
                "x · c",
                "op_Multiply(Variable, T)",
                x => x * 1.5,
                x => x * 1.5f,
                x => x * 1.5
            ),
            Operator(
                "c · x",
                "op_Multiply(T, Variable)",
                x => 1.5 * x,
                x => 1.5f * x,
                x => 1.5 * x
            ),
            Operator(
                "x / c",
                "op_Division(Variable, T)",
                x => x / 1.5,
                x => x / 1.5f,
                x => x / 1.5
            ),
            Operator(
                "c / x",
                "op_Division(T, Variable)",
                x => 1.5 / x,
                x => 1.5f / x,
                x => 1.5 / x
            ),
        ];

    private static OpRow Operator(
        string name,
        string method,
        Func<Variable<double>, Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>, Variable<float>> f32,
        Func<double, double, double> reference
    ) =>
        Binary(name, f64, f32, reference, NotNearZero) with
        {
            Covers = [$"{method}(Variable, Variable)"],
            Errors = [], // those of the named op
        };

    private static OpRow Operator(
        string name,
        string method,
        Func<Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>> f32,
        Func<double, double> reference
    ) => Unary(name, f64, f32, reference, NotNearZero) with { Covers = [method] };
}
