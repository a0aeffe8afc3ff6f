namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Arithmetic</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Arithmetic() =>
        [
            Binary("add", (a, b) => a.Add(b), (a, b) => a.Add(b), (a, b) => a + b, (-3, 3)),
            Binary(
                "subtract",
                (a, b) => a.Subtract(b),
                (a, b) => a.Subtract(b),
                (a, b) => a - b,
                (-3, 3)
            ),
            Binary(
                "multiply",
                (a, b) => a.Multiply(b),
                (a, b) => a.Multiply(b),
                (a, b) => a * b,
                (-3, 3)
            ),
            Binary(
                "divide",
                (a, b) => a.Divide(b),
                (a, b) => a.Divide(b),
                (a, b) => a / b,
                (-3, 3),
                new Domain(-3, 3, Gap: 0.5)
            ),
            Unary("negate", x => x.Negate(), x => x.Negate(), x => -x, (-3, 3)),
            Unary("abs", x => x.Abs(), x => x.Abs(), Math.Abs, (-2, 2), kinks: [(0, 0)]),
            Unary("square", x => x.Square(), x => x.Square(), x => x * x, (-3, 3)),
            Unary("reciprocal", x => x.Reciprocal(), x => x.Reciprocal(), x => 1 / x, NotNearZero),
            Binary("pow", (a, b) => a.Pow(b), (a, b) => a.Pow(b), Math.Pow, (0.4, 3), (-2, 3))
                .Covering("Pow(Variable, Variable)"),
            ConstantPower(),
            Extremum("maximum", (a, b) => a.Maximum(b), (a, b) => a.Maximum(b), Math.Max),
            Extremum("minimum", (a, b) => a.Minimum(b), (a, b) => a.Minimum(b), Math.Min),
            // The documented share of a tie, seen from one side; 0 · x is a zero of the shape of x, so that the kernel is asked, too.
            Unary(
                    "maximum with 0",
                    x => x.Maximum(0 * x),
                    x => x.Maximum(0 * x),
                    x => Math.Max(x, 0),
                    (-2, 2),
                    kinks: [(0, 0.5)]
                )
                .Covering(),
            Unary(
                    "minimum with 0",
                    x => x.Minimum(0 * x),
                    x => x.Minimum(0 * x),
                    x => Math.Min(x, 0),
                    (-2, 2),
                    kinks: [(0, 0.5)]
                )
                .Covering(),
            Lerp(),
            LerpWithConstant(),
        ];

    private static OpRow ConstantPower() =>
        Op(
                "pow of a constant exponent",
                d =>
                {
                    // Integer powers on both sides of 0, and at it; negative ones beside it; roots above it.
                    var (exponent, domain) = d.Int(0, 2) switch
                    {
                        0 => (d.Int(0, 5), new Domain(-2, 2)),
                        1 => (d.Int(-4, -1), NotNearZero),
                        _ => (d.Int(-5, 7) / 2.0, new Domain(0.4, 3)),
                    };
                    var shape = d.Shape();
                    return d.Sample(
                        [
                            domain.Low < 0 && exponent >= 0
                                ? d.Values(shape, domain, 0)
                                : d.Values(shape, domain),
                        ],
                        x => x[0].Pow(exponent),
                        x => x[0].Pow((float)exponent),
                        x => x[0].Map(value => Math.Pow(value, exponent)),
                        $"exponent: {exponent}"
                    );
                }
            )
            .Covering("Pow(Variable, T)") with
        {
            TakesAnyShape = true,
        };

    /// <summary>One of two numbers. One sample in ten has a tie, where no derivative is compared with differences.</summary>
    private static OpRow Extremum(
        string name,
        Func<Variable<double>, Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>, Variable<float>> f32,
        Func<double, double, double> reference
    ) =>
        Op(
                name,
                d =>
                {
                    var (shapeA, shapeB) = d.BroadcastShapes();
                    var (a, b) = (d.Values(shapeA), d.Values(shapeB));
                    if (a.Length > 0 && b.Length > 0 && d.Int(0, 9) == 0)
                    {
                        a.Values[0] = b.Values[0];
                    }
                    return d.Sample(
                        [a, b],
                        x => f64(x[0], x[1]),
                        x => f32(x[0], x[1]),
                        x => NdArray.Zip(x[0], x[1], reference)
                    );
                }
            )
            .Throws(() => f64(Zeros(2, 3), Zeros(4)), ["(2, 3)", "(4)"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Lerp() =>
        Op(
                "lerp",
                d =>
                {
                    var shape = d.Shape();
                    return d.Sample(
                        [
                            d.Values(d.ExpandableTo(shape)),
                            d.Values(d.ExpandableTo(shape)),
                            d.Values(d.ExpandableTo(shape), (-0.5, 1.5)),
                        ],
                        x => x[0].Lerp(x[1], x[2]),
                        x => x[0].Lerp(x[1], x[2]),
                        x =>
                            NdArray.Zip(
                                NdArray.Zip(x[0], x[2], (a, w) => (1 - w) * a),
                                NdArray.Zip(x[1], x[2], (b, w) => w * b),
                                (a, b) => a + b
                            )
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Lerp(Zeros(4), Zeros(3)), ["(2, 3)", "(4)", "(3)"])
            .Throws(() => Zeros(2, 3).Lerp(Zeros(3), Zeros(2)), ["(2, 3)", "(3)", "(2)"])
            .Covering("Lerp(Variable, Variable, Variable)") with
        {
            TakesAnyShape = true,
        };

    private static OpRow LerpWithConstant() =>
        Op(
                "lerp of a constant weight",
                d =>
                {
                    var (a, b) = d.BroadcastShapes();
                    var weight = d.Int(-4, 12) / 8.0;
                    return d.Sample(
                        [d.Values(a), d.Values(b)],
                        x => x[0].Lerp(x[1], weight),
                        x => x[0].Lerp(x[1], (float)weight),
                        x => NdArray.Zip(x[0], x[1], (p, q) => (1 - weight) * p + weight * q),
                        $"weight: {weight}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Lerp(Zeros(4), 0.5), ["(2, 3)", "(4)"])
            .Covering("Lerp(Variable, Variable, T)") with
        {
            TakesAnyShape = true,
        };
}
