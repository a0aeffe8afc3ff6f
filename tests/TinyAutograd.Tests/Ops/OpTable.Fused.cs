namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Fused</c>; norms and attention have files of their own.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Fused() =>
        [
            AlongAxis(
                "softmax",
                (x, axis) => x.Softmax(axis),
                (x, axis) => x.Softmax(axis),
                Probabilities
            ),
            AlongAxis(
                "logSoftmax",
                (x, axis) => x.LogSoftmax(axis),
                (x, axis) => x.LogSoftmax(axis),
                row => Array.ConvertAll(Probabilities(row), Math.Log)
            ),
            CausalSoftmax(),
            .. Norms(),
            DropoutOfMask(),
            DropoutOfGenerator(),
            RotaryEmbedding(),
            Recompute(),
            .. Attention(),
        ];

    /// <summary>A function of the rows along an axis, the last where none is named.</summary>
    private static OpRow AlongAxis(
        string name,
        Func<Variable<double>, int, Variable<double>> f64,
        Func<Variable<float>, int, Variable<float>> f32,
        Func<double[], double[]> reference
    ) =>
        Op(
                name,
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    return d.Sample(
                        [d.Values(shape)],
                        x => f64(x[0], axis),
                        x => f32(x[0], axis),
                        x => x[0].MapRows(axis, reference),
                        $"axis: {axis}"
                    );
                }
            )
            .Throws(() => f64(Zeros(2, 3), 2), ["axis 2", "(2, 3)"])
            .Throws(() => f64(Zeros(2, 3), -3), ["axis -3", "(2, 3)"])
            .Throws(() => f64(Zeros(), -1), ["axis -1", "()"]);

    private static OpRow CausalSoftmax() =>
        Op(
                "causalSoftmax",
                d =>
                {
                    var length = d.Size();
                    var leading = d.IsLarge ? [d.Int(20, 30)] : d.Shape(maxRank: 2);
                    return d.Sample(
                        [d.Values(leading.Concat([length, length]))],
                        x => x[0].CausalSoftmax(),
                        x => x[0].CausalSoftmax(),
                        x => CausalProbabilities(x[0])
                    );
                }
            )
            .Throws(() => Zeros(2, 3).CausalSoftmax(), ["(2, 3)", "(…, L, L)"])
            .Throws(() => Zeros(3).CausalSoftmax(), ["(3)", "(…, L, L)"]);

    private static OpRow DropoutOfMask() =>
        Op(
                "dropout",
                d =>
                {
                    var shape = d.Shape();
                    var (keep, p) = (d.Mask(shape), d.Pick(0, 0.1, 0.5, 0.875));
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Dropout(keep, p),
                        x => x[0].Dropout(keep, p),
                        x => NdArray.Zip(x[0], Numbers(keep), (v, k) => k * v / (1 - p)),
                        $"keep: {Numbers(keep)}, p: {p}"
                    );
                }
            )
            .Throws(() => Zeros(2).Dropout(Mask.Of(true, false, true), 0.5), ["(2)", "(3)"])
            .Throws(() => Zeros(1).Dropout(Mask.Of(true), 1), ["p is 1", "[0, 1)"])
            .Throws(() => Zeros(1).Dropout(Mask.Of(true), -0.5), ["p is -0.5", "[0, 1)"])
            .Throws(() => Zeros(1).Dropout(Mask.Of(true), double.NaN), ["p is NaN", "[0, 1)"])
            .Covering("Dropout(Variable, Mask, double)") with
        {
            TakesAnyShape = true,
        };

    /// <summary>A generator of the same seed for each call decides the same: then it is a function, and has a gradient.</summary>
    private static OpRow DropoutOfGenerator() =>
        Op(
                "dropout of a generator",
                d =>
                {
                    var (seed, p) = (d.Int(0, 1000), d.Pick(0.1, 0.5, 0.875));
                    return d.Sample(
                        [d.Values(d.Shape())],
                        x => x[0].Dropout(p, new RandomGenerator(seed)),
                        x => x[0].Dropout(p, new RandomGenerator(seed)),
                        x =>
                        {
                            var random = new RandomGenerator(seed);
                            return x[0]
                                .Map(v => random.NextUInt32() < p * (1L << 32) ? 0 : v / (1 - p));
                        },
                        $"seed: {seed}, p: {p}"
                    );
                }
            )
            .Throws(() => Zeros(1).Dropout(1, new RandomGenerator(1)), ["p is 1", "[0, 1)"])
            .Throws(() => Zeros(1).Dropout(-0.5, new RandomGenerator(1)), ["p is -0.5", "[0, 1)"])
            .Covering("Dropout(Variable, double, RandomGenerator)") with
        {
            TakesAnyShape = true,
        };

    /// <summary>One input is given to the function, the other captured by it.</summary>
    private static OpRow Recompute() =>
        Op(
                "recompute",
                d =>
                {
                    var (a, b) = d.BroadcastShapes();
                    return d.Sample(
                        [d.Values(a), d.Values(b)],
                        x => x[0].Recompute(v => (v * x[1]).Tanh() + v),
                        x => x[0].Recompute(v => (v * x[1]).Tanh() + v),
                        x => NdArray.Zip(x[0], x[1], (v, w) => Math.Tanh(v * w) + v)
                    );
                }
            )
            .Throws(() => Zeros(2).Recompute(_ => null!), ["null"]) with
        {
            TakesAnyShape = true,
        };

    /// <summary>Softmax of a row.</summary>
    private static double[] Probabilities(double[] row)
    {
        var sum = row.Sum(Math.Exp);
        return Array.ConvertAll(row, v => Math.Exp(v) / sum);
    }

    /// <summary>Softmax of each row of square matrices, up to the diagonal.</summary>
    private static NdArray CausalProbabilities(NdArray scores) =>
        NdArray.Of(
            scores.Shape,
            at =>
            {
                if (at[^1] > at[^2])
                {
                    return 0;
                }
                var sum = Enumerable
                    .Range(0, at[^2] + 1)
                    .Sum(j => Math.Exp(scores[NdArray.With(at, at.Length - 1, j)]));
                return Math.Exp(scores[at]) / sum;
            }
        );
}
