namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Reductions</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Reductions() =>
        [
            Reduction(
                "sum",
                (x, axes, keepDims) => x.Sum(axes, keepDims),
                (x, axes, keepDims) => x.Sum(axes, keepDims),
                group => group.Sum()
            ),
            SumTo(),
            Reduction(
                "mean",
                (x, axes, keepDims) => x.Mean(axes, keepDims),
                (x, axes, keepDims) => x.Mean(axes, keepDims),
                group => group.Sum() / group.Length
            ),
            Deviation(
                "var",
                (x, axes, keepDims, correction) => x.Var(axes, keepDims, correction),
                (x, axes, keepDims, correction) => x.Var(axes, keepDims, correction),
                variance => variance
            ),
            Deviation(
                "std",
                (x, axes, keepDims, correction) => x.Std(axes, keepDims, correction),
                (x, axes, keepDims, correction) => x.Std(axes, keepDims, correction),
                Math.Sqrt
            ),
            Extremum(
                "max",
                (x, axes, keepDims) => x.Max(axes, keepDims),
                (x, axes, keepDims) => x.Max(axes, keepDims),
                group => group.Max()
            ),
            Extremum(
                "min",
                (x, axes, keepDims) => x.Min(axes, keepDims),
                (x, axes, keepDims) => x.Min(axes, keepDims),
                group => group.Min()
            ),
            Reduction(
                "logSumExp",
                (x, axes, keepDims) => x.LogSumExp(axes, keepDims),
                (x, axes, keepDims) => x.LogSumExp(axes, keepDims),
                group => Math.Log(group.Sum(Math.Exp))
            ),
            Reduction(
                "prod",
                (x, axes, keepDims) => x.Prod(axes, keepDims),
                (x, axes, keepDims) => x.Prod(axes, keepDims),
                group => group.Aggregate(1.0, (y, x) => y * x),
                Factors
            ),
            CumSum(),
            .. Scans(),
            Norm(),
            .. DiscreteReductions(),
        ];

    private static OpRow SumTo() =>
        Op(
                "sumTo",
                d =>
                {
                    var from = d.Shape();
                    var to = d.ExpandableTo(from);
                    return d.Sample(
                        [d.Values(from)],
                        x => x[0].SumTo(to),
                        x => x[0].SumTo(to),
                        x => SumTo(x[0], to),
                        $"shape: {to}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).SumTo([2]), ["(2)", "(2, 3)"]) with
        {
            TakesAnyShape = true,
        };

    private static NdArray SumTo(NdArray x, Shape to)
    {
        var y = NdArray.Full(to, 0);
        foreach (var at in NdArray.IndicesOf(x.Shape))
        {
            int[] target = [.. at[(x.Rank - to.Rank)..].Select((p, axis) => to[axis] == 1 ? 0 : p)];
            y.Values[FlatOf(to, target)] += x[at];
        }
        return y;
    }

    private static OpRow CumSum() =>
        Op(
                "cumSum",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].CumSum(axis),
                        x => x[0].CumSum(axis),
                        x => x[0].MapRows(axis, row => Running(row, (sum, value) => sum + value)),
                        $"axis: {axis}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).CumSum(2), ["axis 2", "(2, 3)"])
            .Throws(() => Variable.Of(1.0).CumSum(0), ["axis 0", "()"]);

    /// <summary>Variance or what follows from it. The numbers keep apart: a deviation of 0 is a kink of std.</summary>
    private static OpRow Deviation(
        string name,
        Func<Variable<double>, Axes, bool, int, Variable<double>> f64,
        Func<Variable<float>, Axes, bool, int, Variable<float>> f32,
        Func<double, double> ofVariance
    ) =>
        new OpRow(
            name,
            d =>
            {
                var shape = d.Shape();
                var chosen = d.Axes(shape);
                var (axes, keepDims) = (chosen is null ? Axes.All : Axes.Of(chosen), d.Bool());
                var n = (chosen ?? [.. Enumerable.Range(0, shape.Rank)]).Aggregate(
                    1,
                    (count, axis) => count * shape[axis]
                );
                // Too few elements give NaN, which has no derivative: in one draw of ten, else never.
                var most = d.Int(0, 9) == 0 ? 3 : Math.Clamp(n - 1, 0, 3);
                var correction = d.Int(0, most);
                return d.Sample(
                    [d.Distinct(shape)],
                    x => f64(x[0], axes, keepDims, correction),
                    x => f32(x[0], axes, keepDims, correction),
                    x => x[0].Reduce(chosen, keepDims, g => ofVariance(Variance(g, correction))),
                    $"axes: {axes}, keepDims: {keepDims}, correction: {correction}"
                );
            }
        )
        {
            TakesAnyShape = true,
        }
            .Throws(() => f64(Zeros(2, 3), 2, false, 1), ["axis 2", "(2, 3)"])
            .Throws(() => f64(Zeros(2, 3), [1, -1], false, 1), ["axis 1", "(2, 3)", "twice"])
            .Throws(() => f64(Zeros(2, 3), 1, false, -1), ["correction", "-1", "negative"]);

    private static double Variance(double[] group, int correction)
    {
        var mean = group.Sum() / group.Length;
        return group.Length > correction
            ? group.Sum(x => (x - mean) * (x - mean)) / (group.Length - correction)
            : double.NaN;
    }

    /// <summary>The largest or the smallest element: of something. In one draw of ten there are ties.</summary>
    private static OpRow Extremum(
        string name,
        Func<Variable<double>, Axes, bool, Variable<double>> f64,
        Func<Variable<float>, Axes, bool, Variable<float>> f32,
        Func<double[], double> reference
    ) =>
        new OpRow(
            name,
            d =>
            {
                var (shape, chosen) = Searchable(d, d.Shape());
                var (axes, keepDims) = (chosen is null ? Axes.All : Axes.Of(chosen), d.Bool());
                var values = d.Distinct(shape);
                return d.Sample(
                    [d.Int(0, 9) == 0 ? values.Map(Math.Round) : values],
                    x => f64(x[0], axes, keepDims),
                    x => f32(x[0], axes, keepDims),
                    x => x[0].Reduce(chosen, keepDims, reference),
                    $"axes: {axes}, keepDims: {keepDims}"
                );
            }
        )
        {
            TakesAnyShape = true,
        }
            .Throws(() => f64(Zeros(2, 3), 2, false), ["axis 2", "(2, 3)"])
            .Throws(() => f64(Zeros(2, 3), [1, -1], false), ["axis 1", "(2, 3)", "twice"])
            .Throws(() => f64(Zeros(2, 0), 1, false), ["axis 1", "(2, 0)", "empty"]);

    /// <summary>Axes to reduce, and the shape with size 1 where one of them was empty.</summary>
    private static (Shape Shape, int[]? Axes) Searchable(Draw d, Shape shape)
    {
        var chosen = d.Axes(shape);
        foreach (var axis in chosen ?? [.. Enumerable.Range(0, shape.Rank)])
        {
            shape = shape.With(axis, Math.Max(1, shape[axis]));
        }
        return (shape, chosen);
    }

    /// <summary>In a third of the draws some are 0. Of a large sample all are near 1, so that the product stays in range.</summary>
    private static NdArray Factors(Draw d, Shape shape)
    {
        var values = d.IsLarge ? d.Values(shape, (0.99, 1.01)) : d.Values(shape);
        var zeros = shape.ElementCount > 0 && d.Int(0, 2) == 0 ? d.Int(1, 3) : 0;
        for (var i = 0; i < zeros; i++)
        {
            values.Values[d.Int(0, shape.ElementCount - 1)] = 0;
        }
        return values;
    }
}
