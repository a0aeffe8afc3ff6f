namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Elementwise</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Elementwise() =>
        [.. Functions(), .. Pairs(), .. Units(), .. Steps()];

    private static IEnumerable<OpRow> Functions() =>
        [
            Unary("exp", x => x.Exp(), x => x.Exp(), Math.Exp, (-3, 3)),
            Unary("expm1", x => x.Expm1(), x => x.Expm1(), x => Math.Exp(x) - 1, (-3, 3)),
            Unary("log", x => x.Log(), x => x.Log(), Math.Log, (0.3, 5)),
            Unary("log1p", x => x.Log1p(), x => x.Log1p(), x => Math.Log(1 + x), (-0.7, 5)),
            Unary("sqrt", x => x.Sqrt(), x => x.Sqrt(), Math.Sqrt, (0.3, 5)),
            Unary("rsqrt", x => x.Rsqrt(), x => x.Rsqrt(), x => 1 / Math.Sqrt(x), (0.3, 5)),
            Unary("sin", x => x.Sin(), x => x.Sin(), Math.Sin, (-7, 7)),
            Unary("cos", x => x.Cos(), x => x.Cos(), Math.Cos, (-7, 7)),
            Unary("tan", x => x.Tan(), x => x.Tan(), Math.Tan, (-1.2, 1.2)),
            Unary("asin", x => x.Asin(), x => x.Asin(), Math.Asin, (-0.9, 0.9)),
            Unary("acos", x => x.Acos(), x => x.Acos(), Math.Acos, (-0.9, 0.9)),
            Unary("atan", x => x.Atan(), x => x.Atan(), Math.Atan, (-5, 5)),
            Unary("sinh", x => x.Sinh(), x => x.Sinh(), Math.Sinh, (-4, 4)),
            Unary("cosh", x => x.Cosh(), x => x.Cosh(), Math.Cosh, (-4, 4)),
            Unary("tanh", x => x.Tanh(), x => x.Tanh(), Math.Tanh, (-5, 5)),
            Unary("sigmoid", x => x.Sigmoid(), x => x.Sigmoid(), Logistic, (-8, 8)),
            Unary(
                "logSigmoid",
                x => x.LogSigmoid(),
                x => x.LogSigmoid(),
                x => -Math.Log(1 + Math.Exp(-x)),
                (-8, 8)
            ),
            Unary("erf", x => x.Erf(), x => x.Erf(), ErrorFunction, (-4, 4)),
        ];

    private static IEnumerable<OpRow> Pairs() =>
        [
            // Not near the axes: the angle jumps on one half of an axis, and has no bounded derivative at the origin.
            Binary(
                "atan2",
                (y, x) => y.Atan2(x),
                (y, x) => y.Atan2(x),
                Math.Atan2,
                new Domain(-3, 3, 0.3)
            ),
            Binary(
                "logAddExp",
                (a, b) => a.LogAddExp(b),
                (a, b) => a.LogAddExp(b),
                (a, b) => Math.Log(Math.Exp(a) + Math.Exp(b)),
                (-5, 5)
            ),
        ];

    private static IEnumerable<OpRow> Steps() =>
        [
            Step(
                "round",
                x => x.Round(),
                x => x.Round(),
                x => Math.Round(x, MidpointRounding.ToEven)
            ),
            Step("floor", x => x.Floor(), x => x.Floor(), Math.Floor),
            Step("sign", x => x.Sign(), x => x.Sign(), x => Math.Sign(x)),
        ];

    /// <summary>A function without a derivative that steps at halves or integers; both are met exactly.</summary>
    private static OpRow Step(
        string name,
        Func<Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>> f32,
        Func<double, double> reference
    ) =>
        Op(
            name,
            d =>
                d.Sample(
                    [d.Values(d.Shape(), (-4, 4), -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, -1, 0, 3)],
                    x => f64(x[0]),
                    x => f32(x[0]),
                    x => x[0].Map(reference)
                )
        ) with
        {
            IsDifferentiable = false,
            TakesAnyShape = true,
        };

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>2/√π·e^(−x²)·Σ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n + 1)): no cancellation (Abramowitz and Stegun 1964, 7.1.6).</summary>
    private static double ErrorFunction(double x)
    {
        var (term, sum) = (x, 0.0);
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= 2 * x * x / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
