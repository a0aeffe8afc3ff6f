namespace TinyAutograd.Tests.Ops;

/// <content>The rows of normalisations that have a weight and a bias for each channel.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> ChannelNorms() => [GroupNorm(), BatchNorm()];

    private static OpRow GroupNorm() =>
        Op(
                "groupNorm",
                d =>
                {
                    var (groups, size) = (d.Int(1, 3), d.Int(1, 2));
                    var shape = ChannelShape(d, groups * size);
                    return ChannelNormSample(
                        d,
                        shape,
                        (x, weight, bias, eps) => x.GroupNorm(groups, weight, bias, eps),
                        (x, weight, bias, eps) => x.GroupNorm(groups, weight, bias, eps),
                        at => at[0] * groups + at[1] / size,
                        $"groups: {groups}"
                    );
                }
            )
            .Throws(() => Zeros(6).GroupNorm(2), ["(6)", "(N, C, …)"])
            .Throws(() => Zeros(2, 6).GroupNorm(2, Zeros(2)), ["(2, 6)", "(2)", "(6)"])
            .Throws(() => Zeros(2, 6, 2).GroupNorm(2, bias: Zeros(3)), ["(2, 6, 2)", "(3)"])
            .Throws(() => Zeros(2, 6).GroupNorm(4), ["(2, 6)", "4 equal groups"])
            .Throws(() => Zeros(2, 6).GroupNorm(0), ["(2, 6)", "0 equal groups"])
            .Throws(() => Zeros(2, 6).GroupNorm(2, eps: -1), ["eps", "-1"]);

    private static OpRow BatchNorm() =>
        Op(
                "batchNorm",
                d =>
                    ChannelNormSample(
                        d,
                        ChannelShape(d, d.Size()),
                        (x, weight, bias, eps) => x.BatchNorm(weight, bias, eps),
                        (x, weight, bias, eps) => x.BatchNorm(weight, bias, eps),
                        at => at[1],
                        ""
                    )
            )
            .Throws(() => Zeros(6).BatchNorm(), ["(6)", "(N, C, …)"])
            .Throws(() => Zeros(2, 6).BatchNorm(Zeros(2)), ["(2, 6)", "(2)", "(6)"])
            .Throws(() => Zeros(2, 6, 2).BatchNorm(bias: Zeros(2)), ["(2, 6, 2)", "(2)", "(6)"])
            .Throws(() => Zeros(2, 6).BatchNorm(eps: double.NaN), ["eps", "NaN"]);

    /// <summary>(N, C, …) with up to two further axes.</summary>
    private static Shape ChannelShape(Draw d, int channels) =>
        d.IsLarge
            ? [d.Int(4, 8), channels, d.Int(20, 40), d.Int(5, 20)]
            : Shape.Of([d.Size(), channels, .. d.Shape(maxRank: 2)]);

    /// <summary>The elements that <paramref name="group"/> gives the same number are normalised together.</summary>
    private static OpSample ChannelNormSample(
        Draw d,
        Shape shape,
        Func<Variable<double>, Variable<double>?, Variable<double>?, double, Variable<double>> f64,
        Func<Variable<float>, Variable<float>?, Variable<float>?, double, Variable<float>> f32,
        Func<int[], int> group,
        string attributes
    )
    {
        var (hasWeight, hasBias) = (d.Bool(), d.Bool());
        var place = hasWeight ? 2 : 1; // of the bias
        var eps = d.Pick(1e-5, 0.01, 1);
        var x = d.Distinct(shape);
        var parameters = Enumerable
            .Range(0, (hasWeight ? 1 : 0) + (hasBias ? 1 : 0))
            .Select(_ => d.Values([shape[1]]));
        return d.Sample(
            [x, .. parameters],
            x => f64(x[0], hasWeight ? x[1] : null, x.ElementAtOrDefault(place), eps),
            x => f32(x[0], hasWeight ? x[1] : null, x.ElementAtOrDefault(place), eps),
            x =>
            {
                var statistics = NdArray
                    .IndicesOf(shape)
                    .GroupBy(group, at => x[0][at])
                    .ToDictionary(
                        values => values.Key,
                        values =>
                        {
                            var mean = values.Average();
                            return (
                                Mean: mean,
                                Variance: values.Average(v => (v - mean) * (v - mean))
                            );
                        }
                    );
                return NdArray.Of(
                    shape,
                    at =>
                    {
                        var (mean, variance) = statistics[group(at)];
                        var z = (x[0][at] - mean) / Math.Sqrt(variance + eps);
                        return z * (hasWeight ? x[1][at[1]] : 1) + (hasBias ? x[place][at[1]] : 0);
                    }
                );
            },
            $"{attributes}, eps: {eps}, weight: {hasWeight}, bias: {hasBias}"
        );
    }
}
