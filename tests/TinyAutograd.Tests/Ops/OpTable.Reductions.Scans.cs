namespace TinyAutograd.Tests.Ops;

/// <content>The rows of running products and maxima, of norms, and of what follows from them.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Scans() =>
        [
            Scan(
                "cumProd",
                (x, axis) => x.CumProd(axis),
                (x, axis) => x.CumProd(axis),
                Factors,
                (product, x) => product * x
            ),
            // In one draw of ten there are ties.
            Scan(
                "cumMax",
                (x, axis) => x.CumMax(axis),
                (x, axis) => x.CumMax(axis),
                (d, shape) =>
                    d.Int(0, 9) == 0 ? d.Distinct(shape).Map(Math.Round) : d.Distinct(shape),
                Math.Max
            ),
        ];

    /// <summary>Each element becomes something of all up to it.</summary>
    private static OpRow Scan(
        string name,
        Func<Variable<double>, int, Variable<double>> f64,
        Func<Variable<float>, int, Variable<float>> f32,
        Func<Draw, Shape, NdArray> values,
        Func<double, double, double> join
    ) =>
        Op(
                name,
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    return d.Sample(
                        [values(d, shape)],
                        x => f64(x[0], axis),
                        x => f32(x[0], axis),
                        x => x[0].MapRows(axis, row => Running(row, join)),
                        $"axis: {axis}"
                    );
                }
            )
            .Throws(() => f64(Zeros(2, 3), 2), ["axis 2", "(2, 3)"])
            .Throws(() => f64(Zeros(), 0), ["axis 0", "()"]);

    /// <summary>Each number joined to all before it, from the first on.</summary>
    private static double[] Running(double[] row, Func<double, double, double> join)
    {
        double[] y = [.. row];
        for (var i = 1; i < y.Length; i++)
        {
            y[i] = join(y[i - 1], row[i]);
        }
        return y;
    }

    /// <summary>Magnitudes keep apart from each other and from 0, where norms have kinks; the default order is among those drawn.</summary>
    private static OpRow Norm() =>
        new OpRow(
            "norm",
            d =>
            {
                var shape = d.Shape();
                var chosen = d.Axes(shape);
                var (axes, keepDims) = (chosen is null ? Axes.All : Axes.Of(chosen), d.Bool());
                var order = d.Pick<double?>(null, 1, 1.5, 2, 3, 4, double.PositiveInfinity);
                var magnitudes = d.Distinct(shape, (0.1, 3));
                return d.Sample(
                    [magnitudes.Map(x => d.Bool() ? x : -x)],
                    x => order is { } p ? x[0].Norm(axes, keepDims, p) : x[0].Norm(axes, keepDims),
                    x => order is { } p ? x[0].Norm(axes, keepDims, p) : x[0].Norm(axes, keepDims),
                    x => x[0].Reduce(chosen, keepDims, group => NormOf(group, order ?? 2)),
                    $"axes: {axes}, keepDims: {keepDims}, order: {order}"
                );
            }
        )
        {
            TakesAnyShape = true,
        }
            .Throws(() => Zeros(2, 3).Norm(2), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Norm([1, -1]), ["axis 1", "(2, 3)", "twice"])
            .Throws(() => Zeros(2).Norm(order: 0.5), ["order is 0.5", "at least 1"])
            .Throws(() => Zeros(2).Norm(order: double.NaN), ["order is NaN", "at least 1"]);

    private static double NormOf(double[] group, double order) =>
        double.IsInfinity(order)
            ? group.Select(Math.Abs).Append(0).Max()
            : Math.Pow(group.Sum(x => Math.Pow(Math.Abs(x), order)), 1 / order);

    private static OpRow CosineSimilarity() =>
        Op(
                "cosineSimilarity",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var other = d.Int(0, 2) == 0 ? shape : d.ExpandableTo(shape);
                    // The larger ε shortens most vectors of one element, and some others.
                    var eps = d.Pick<double?>(null, 1e-8, 2);
                    return d.Sample(
                        [d.Values(shape), d.Values(other)],
                        x =>
                            eps is { } e
                                ? x[0].CosineSimilarity(x[1], axis, e)
                                : x[0].CosineSimilarity(x[1], axis),
                        x =>
                            eps is { } e
                                ? x[0].CosineSimilarity(x[1], axis, e)
                                : x[0].CosineSimilarity(x[1], axis),
                        x =>
                        {
                            var b = NdArray.Of(shape, at => x[1].BroadcastAt(at));
                            var lengths = NdArray.Zip(
                                LengthsOf(x[0], axis, eps ?? 1e-8),
                                LengthsOf(b, axis, eps ?? 1e-8),
                                (p, q) => p * q
                            );
                            return NdArray.Zip(
                                NdArray
                                    .Zip(x[0], b, (p, q) => p * q)
                                    .Reduce([axis], false, g => g.Sum()),
                                lengths,
                                (p, q) => p / q
                            );
                        },
                        $"axis: {axis}, eps: {eps}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).CosineSimilarity(Zeros(4)), ["(2, 3)", "(4)"])
            .Throws(() => Zeros(2, 3).CosineSimilarity(Zeros(3), 2), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros().CosineSimilarity(Zeros()), ["axis -1", "()"])
            .Throws(() => Zeros(2).CosineSimilarity(Zeros(2), eps: -1), ["eps", "-1"]);

    private static NdArray LengthsOf(NdArray x, int axis, double eps) =>
        x.Reduce([axis], false, group => Math.Max(eps, NormOf(group, 2)));
}
