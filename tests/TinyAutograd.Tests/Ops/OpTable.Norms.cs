namespace TinyAutograd.Tests.Ops;

/// <content>The rows of normalisations.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Norms() => [LayerNorm(), RmsNorm(), .. ChannelNorms()];

    private static OpRow LayerNorm() =>
        Op(
                "layerNorm",
                d =>
                {
                    var norm = NormAttributes.Of(d);
                    var (hasWeight, hasBias) = (d.Bool(), d.Bool());
                    var place = hasWeight ? 2 : 1; // of the bias
                    return d.Sample(
                        norm.Inputs(d, 1 + (hasWeight ? 1 : 0) + (hasBias ? 1 : 0)),
                        x =>
                            x[0]
                                .LayerNorm(
                                    hasWeight ? x[1] : null,
                                    x.ElementAtOrDefault(place),
                                    norm.Eps,
                                    norm.AxisCount
                                ),
                        x =>
                            x[0]
                                .LayerNorm(
                                    hasWeight ? x[1] : null,
                                    x.ElementAtOrDefault(place),
                                    norm.Eps,
                                    norm.AxisCount
                                ),
                        x =>
                        {
                            var y = norm.MapRows(
                                x[0],
                                row =>
                                {
                                    var mean = row.Average();
                                    var variance = row.Average(v => (v - mean) * (v - mean));
                                    return v => (v - mean) / Math.Sqrt(variance + norm.Eps);
                                }
                            );
                            y = hasWeight ? NdArray.Zip(y, x[1], (p, q) => p * q) : y;
                            return hasBias ? NdArray.Zip(y, x[place], (p, q) => p + q) : y;
                        },
                        $"{norm}, weight: {hasWeight}, bias: {hasBias}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).LayerNorm(Zeros(2)), ["(2, 3)", "(2)", "(3)"])
            .Throws(() => Zeros(2, 3).LayerNorm(bias: Zeros(1)), ["(2, 3)", "(1)", "(3)"])
            .Throws(() => Zeros(2, 3).LayerNorm(axisCount: 3), ["3 axes", "(2, 3)"])
            .Throws(() => Zeros(2, 3).LayerNorm(axisCount: 0), ["0 axes", "(2, 3)"])
            .Throws(() => Zeros().LayerNorm(), ["1 axes", "()"])
            .Throws(() => Zeros(2, 3).LayerNorm(eps: -1), ["eps", "-1"])
            .Throws(() => Zeros(2, 3).LayerNorm(eps: double.NaN), ["eps", "NaN"]);

    private static OpRow RmsNorm() =>
        Op(
                "rmsNorm",
                d =>
                {
                    var norm = NormAttributes.Of(d);
                    var hasWeight = d.Bool();
                    return d.Sample(
                        norm.Inputs(d, hasWeight ? 2 : 1),
                        x => x[0].RmsNorm(x.ElementAtOrDefault(1), norm.Eps, norm.AxisCount),
                        x => x[0].RmsNorm(x.ElementAtOrDefault(1), norm.Eps, norm.AxisCount),
                        x =>
                        {
                            var y = norm.MapRows(
                                x[0],
                                row =>
                                {
                                    var meanSquare = row.Average(v => v * v);
                                    return v => v / Math.Sqrt(meanSquare + norm.Eps);
                                }
                            );
                            return hasWeight ? NdArray.Zip(y, x[1], (p, q) => p * q) : y;
                        },
                        $"{norm}, weight: {hasWeight}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).RmsNorm(Zeros(2)), ["(2, 3)", "(2)", "(3)"])
            .Throws(() => Zeros(2, 3).RmsNorm(axisCount: 3), ["3 axes", "(2, 3)"])
            .Throws(() => Zeros().RmsNorm(), ["1 axes", "()"])
            .Throws(() => Zeros(2, 3).RmsNorm(eps: -1), ["eps", "-1"]);

    /// <summary>What the norms have in common: rows of the last axes.</summary>
    private readonly record struct NormAttributes(Shape Shape, int AxisCount, double Eps)
    {
        public static NormAttributes Of(Draw d)
        {
            var shape = d.Shape(minRank: 1);
            return new(shape, d.Int(1, d.IsLarge ? 1 : shape.Rank), d.Pick(1e-5, 0.01, 1));
        }

        /// <summary>x, and as many parameters as there are further inputs.</summary>
        public NdArray[] Inputs(Draw d, int count)
        {
            var inputs = new NdArray[count];
            inputs[0] = d.Distinct(Shape);
            for (var i = 1; i < count; i++)
            {
                inputs[i] = d.Values(Shape.Of([.. Shape.Skip(Shape.Rank - AxisCount)]));
            }
            return inputs;
        }

        /// <summary>Gives each row to a function that returns what becomes of its elements.</summary>
        public NdArray MapRows(NdArray x, Func<double[], Func<double, double>> f)
        {
            var length = 1;
            foreach (var size in Shape.Skip(Shape.Rank - AxisCount))
            {
                length *= size;
            }
            return length == 0
                ? x
                : new NdArray(
                    x.Shape,
                    [.. x.Values.Chunk(length).SelectMany(row => row.Select(f(row)))]
                );
        }
    }
}
