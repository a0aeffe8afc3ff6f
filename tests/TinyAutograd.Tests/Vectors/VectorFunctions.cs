namespace TinyAutograd.Tests.Vectors;

/// <summary>The functions of <c>functional.safetensors</c>, as their formulas say.</summary>
internal static class VectorFunctions
{
    public static IReadOnlyDictionary<
        string,
        Func<VectorCase, Func<IReadOnlyList<Variable<double>>, Variable<double>>>
    > All { get; } =
        new Dictionary<
            string,
            Func<VectorCase, Func<IReadOnlyList<Variable<double>>, Variable<double>>>
        >
        {
            ["affine"] = c => x => c.Variable("c0").MatMul(x[0]) + c.Variable("c1"),
            ["squares"] = _ => x => x[0].Square(),
            ["poly"] = _ => x => Poly(x[0][0], x[0][1], x[0][2]),
            ["chain"] = _ => x => x[0].Sin() * VariableOps.Cat([x[0][1..], x[0][..1]]),
            ["softmax"] = _ => x => x[0].Softmax(),
            ["cumprod"] = _ =>
                x =>
                    VariableOps.Stack([
                        .. Enumerable.Range(1, x[0].Length).Select(i => x[0][..i].Prod()),
                    ]),
            ["mlp"] = c =>
                x =>
                    c.Variable("c2")
                        .MatMul((c.Variable("c0").MatMul(x[0]) + c.Variable("c1")).Tanh())
                    + c.Variable("c3"),
            ["normalize"] = _ => x => x[0] / (x[0].Square().Sum() + 1.0).Sqrt(),
            ["one_to_many"] = _ => x => VariableOps.Cat([x[0].Square(), x[0].Sin(), x[0].Exp()]),
            ["constant_part"] = _ => x => VariableOps.Stack([x[0][0] + x[0][1], Variable.Of(4.0)]),
            ["quadratic"] = c =>
                x => 0.5 * x[0].Dot(c.Variable("c0").MatMul(x[0])) + c.Variable("c1").Dot(x[0]),
            ["rosenbrock"] = _ =>
                x =>
                    (
                        100.0 * (x[0][1..] - x[0][..^1].Square()).Square()
                        + (1.0 - x[0][..^1]).Square()
                    ).Sum(),
            ["logsumexp_affine"] = c =>
                x => (c.Variable("c0").MatMul(x[0]) + c.Variable("c1")).LogSumExp(),
            ["log_barrier"] = _ => x => -x[0].Log().Sum(),
            ["product"] = _ => x => x[0].Prod(),
            ["sin_cubic"] = _ => x => SinCubic(x[0][0], x[0][1], x[0][2]),
            ["softplus_net"] = c =>
                x => (c.Variable("c0").MatMul(x[0]) + c.Variable("c1")).Softplus().Square().Sum(),
            ["linear_scalar"] = c => x => c.Variable("c0").Dot(x[0]),
            ["bilinear2"] = _ => x => x[0] * (x[1][0] + x[1][1].Square()) + x[1][0],
        };

    private static Variable<double> Poly(
        Variable<double> a,
        Variable<double> b,
        Variable<double> c
    ) => VariableOps.Stack([a * b, a.Sin() * b.Exp(), a.Square() + c, c / (1.0 + b.Square())]);

    private static Variable<double> SinCubic(
        Variable<double> a,
        Variable<double> b,
        Variable<double> c
    ) => (a * b).Sin() + b * c.Pow(3.0) + (a * c).Exp();
}
