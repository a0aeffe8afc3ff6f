namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Elementwise</c> that networks use between layers, kinks and attributes among them.</content>
internal static partial class OpTable
{
    private const double SeluScale = 1.0507009873554804934;
    private const double SeluAlpha = 1.6732632423543772848;

    private static IEnumerable<OpRow> Units() =>
        [
            Unary(
                "relu",
                x => x.Relu(),
                x => x.Relu(),
                x => x > 0 ? x : 0,
                (-2, 2),
                kinks: [(0, 0)]
            ),
            Unary(
                "selu",
                x => x.Selu(),
                x => x.Selu(),
                x => SeluScale * (x > 0 ? x : SeluAlpha * (Math.Exp(x) - 1)),
                (-3, 3),
                kinks: [(0, SeluScale * SeluAlpha)]
            ),
            Unary(
                "mish",
                x => x.Mish(),
                x => x.Mish(),
                x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
                (-6, 6)
            ),
            Unary(
                "hardSigmoid",
                x => x.HardSigmoid(),
                x => x.HardSigmoid(),
                x => Math.Clamp(x / 6 + 0.5, 0, 1),
                (-4.5, 4.5),
                kinks: [(-3, 0), (3, 0)]
            ),
            Unary(
                "hardSwish",
                x => x.HardSwish(),
                x => x.HardSwish(),
                x => x * Math.Clamp(x / 6 + 0.5, 0, 1),
                (-4.5, 4.5),
                kinks: [(-3, 0), (3, 1)]
            ),
            Unary("silu", x => x.Silu(), x => x.Silu(), x => x * Logistic(x), (-6, 6)),
            Unary(
                "gelu",
                x => x.Gelu(),
                x => x.Gelu(),
                x => x / 2 * (1 + ErrorFunction(x / Math.Sqrt(2))),
                (-5, 5)
            ),
            Unary(
                "geluTanh",
                x => x.GeluTanh(),
                x => x.GeluTanh(),
                x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
                (-5, 5)
            ),
            Unary(
                "leakyRelu",
                x => x.LeakyRelu(),
                x => x.LeakyRelu(),
                x => x > 0 ? x : 0.01 * x,
                (-2, 2),
                kinks: [(0, 0.01)]
            ),
            WithAttribute(
                "leakyRelu of any slope",
                "LeakyRelu",
                "negativeSlope",
                d => d.Int(-4, 12) / 8.0,
                (x, slope) => x.LeakyRelu(slope),
                (x, slope) => x.LeakyRelu(slope),
                (x, slope) => x > 0 ? x : slope * x
            ),
            // With α = 1 only the second derivative jumps at 0.
            Unary(
                "elu",
                x => x.Elu(),
                x => x.Elu(),
                x => x > 0 ? x : Math.Exp(x) - 1,
                (-3, 3),
                kinks: [(0, 1)]
            ),
            WithAttribute(
                "elu of any alpha",
                "Elu",
                "alpha",
                d => d.Int(-4, 16) / 8.0,
                (x, alpha) => x.Elu(alpha),
                (x, alpha) => x.Elu(alpha),
                (x, alpha) => x > 0 ? x : alpha * (Math.Exp(x) - 1)
            ),
            Unary(
                "softplus",
                x => x.Softplus(),
                x => x.Softplus(),
                x => Math.Log(1 + Math.Exp(x)),
                (-8, 8)
            ),
            Softplus(),
            Unary(
                "clamp",
                x => x.Clamp(-1, 1.5),
                x => x.Clamp(-1, 1.5f),
                x => Math.Min(Math.Max(x, -1), 1.5),
                (-3, 3),
                kinks: [(-1, 1), (1.5, 1)]
            ),
            Clamp(),
        ];

    /// <summary>A function with a kink at 0 and an attribute, which is drawn. It must be exact in float.</summary>
    private static OpRow WithAttribute(
        string name,
        string method,
        string attribute,
        Func<Draw, double> draw,
        Func<Variable<double>, double, Variable<double>> f64,
        Func<Variable<float>, float, Variable<float>> f32,
        Func<double, double, double> reference
    ) =>
        Op(
                name,
                d =>
                {
                    var value = draw(d);
                    return d.Sample(
                        [d.Values(d.Shape(), (-3, 3), 0)],
                        x => f64(x[0], value),
                        x => f32(x[0], (float)value),
                        x => x[0].Map(element => reference(element, value)),
                        $"{attribute}: {value}"
                    );
                }
            )
            .Covering(method) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Softplus() =>
        Op(
                "softplus of any sharpness",
                d =>
                {
                    var (beta, threshold) = (
                        d.Int(2, 24) / 8.0,
                        d.Pick(1.0, 3, double.PositiveInfinity)
                    );
                    return d.Sample(
                        [d.Values(d.Shape(), (-4, 4))],
                        x => x[0].Softplus(beta, threshold),
                        x => x[0].Softplus((float)beta, (float)threshold),
                        x =>
                            x[0]
                                .Map(value =>
                                    beta * value > threshold
                                        ? value
                                        : Math.Log(1 + Math.Exp(beta * value)) / beta
                                ),
                        $"beta: {beta}, threshold: {threshold}"
                    );
                }
            )
            .Throws(() => Zeros(2).Softplus(0), ["beta", "positive", "0"])
            .Throws(() => Zeros(2).Softplus(double.NaN), ["beta", "positive", "NaN"])
            .Throws(() => Zeros(2).Softplus(1, double.NaN), ["threshold", "NaN"])
            .Covering("Softplus") with
        {
            TakesAnyShape = true,
        };

    private static OpRow Clamp() =>
        Op(
                "clamp with any bounds",
                d =>
                {
                    var (low, width) = (d.Int(-16, 8) / 8.0, d.Int(0, 16) / 8.0);
                    var (min, max) = d.Int(0, 2) switch
                    {
                        0 => ((double?)low, (double?)null),
                        1 => (null, low),
                        _ => (low, low + width),
                    };
                    return d.Sample(
                        [d.Values(d.Shape(), (-3, 3), low)],
                        x => x[0].Clamp(min, max),
                        x => x[0].Clamp((float?)min, (float?)max),
                        x =>
                            x[0]
                                .Map(value =>
                                    value < min ? min.Value
                                    : value > max ? max.Value
                                    : value
                                ),
                        $"min: {min}, max: {max}"
                    );
                }
            )
            .Throws(() => Zeros(2).Clamp(), ["min", "max"])
            .Throws(() => Zeros(2).Clamp(2, 1.5), ["min 2", "max 1.5"])
            .Throws(() => Zeros(2).Clamp(double.NaN), ["NaN"])
            .Throws(() => Zeros(2).Clamp(max: double.NaN), ["NaN"])
            .Covering("Clamp") with
        {
            TakesAnyShape = true,
        };
}
