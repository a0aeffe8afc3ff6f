namespace TinyAutograd.Tests.Ops;

/// <content>The rows of taking and scattering along an axis. Indices repeat in most draws.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Scattered() => [TakeAlongAxis(), IndexAdd(), ScatterReduce()];

    private static OpRow TakeAlongAxis() =>
        Op(
                "takeAlongAxis",
                d =>
                {
                    var common = d.Shape(minRank: 1);
                    var axis = d.Axis(common);
                    var along = FromFront(axis, common);
                    var shape = Narrowed(d, common).With(along, common[along]);
                    var count = common[along] == 0 ? 0 : d.Int(1, common[along] + 1);
                    var indices = d.Indices(Narrowed(d, common).With(along, count), shape[along]);
                    var result = Shape.Of([
                        .. Enumerable
                            .Range(0, common.Rank)
                            .Select(a =>
                                a == along ? count
                                : shape[a] == 1 ? indices.Shape[a]
                                : shape[a]
                            ),
                    ]);
                    var positions = new NdArray(
                        indices.Shape,
                        [.. indices.ToArray().Select(i => (double)i)]
                    );
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].TakeAlongAxis(indices, axis),
                        x => x[0].TakeAlongAxis(indices, axis),
                        x =>
                            NdArray.Of(
                                result,
                                at =>
                                {
                                    var position = (int)positions.BroadcastAt(at);
                                    int[] from =
                                    [
                                        .. at.Select(
                                            (p, a) =>
                                                a == along ? position
                                                : shape[a] == 1 ? 0
                                                : p
                                        ),
                                    ];
                                    return x[0][from];
                                }
                            ),
                        $"indices: {indices}, axis: {axis}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).TakeAlongAxis(Indices.Of(0), 1), ["(1)", "(2, 3)", "rank"])
            .Throws(
                () => Zeros(2, 3).TakeAlongAxis(Indices.Of([0, 0, 0], [3, 1]), 1),
                ["(3, 1)", "(2, 3)", "equal or 1"]
            )
            .Throws(
                () => Zeros(2, 3).TakeAlongAxis(Indices.Of([3], [1, 1]), 1),
                ["index 3", "(0, 0)", "[0, 3)"]
            )
            .Throws(
                () => Zeros(2, 3).TakeAlongAxis(Indices.Of([0], [1, 1]), 2),
                ["axis 2", "(2, 3)"]
            );

    /// <summary>Some sizes 1 instead, the rank the same.</summary>
    private static Shape Narrowed(Draw d, Shape shape) =>
        Shape.Of([.. shape.Select(size => d.Int(0, 3) == 0 ? 1 : size)]);

    private static OpRow IndexAdd() =>
        Op(
                "indexAdd",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var along = FromFront(axis, shape);
                    var count = shape[along] == 0 ? 0 : d.Size();
                    var indices = d.Indices(
                        [d.Int(0, 3) == 0 ? shape[along] : count],
                        shape[along]
                    );
                    return d.Sample(
                        [d.Values(shape), d.Values(shape.With(along, indices.Length))],
                        x => x[0].IndexAdd(indices, x[1], axis),
                        x => x[0].IndexAdd(indices, x[1], axis),
                        x =>
                        {
                            var y = new NdArray(shape, [.. x[0].Values]);
                            foreach (var at in NdArray.IndicesOf(x[1].Shape))
                            {
                                var to = NdArray.With(at, along, indices[at[along]]);
                                y.Values[FlatOf(shape, to)] += x[1][at];
                            }
                            return y;
                        },
                        $"indices: {indices}, axis: {axis}"
                    );
                }
            )
            .Throws(
                () => Zeros(2, 3).IndexAdd(Indices.Of(0, 1), Zeros(3, 3)),
                ["(3, 3)", "(2)", "(2, 3)"]
            )
            .Throws(
                () => Zeros(2, 3).IndexAdd(Indices.Of([0], [1, 1]), Zeros(1, 3)),
                ["(1, 1)", "rank 1"]
            )
            .Throws(
                () => Zeros(2, 3).IndexAdd(Indices.Of(0, 3), Zeros(2, 2), 1),
                ["index 3", "(1)", "[0, 3)"]
            )
            .Throws(() => Zeros(2, 3).IndexAdd(Indices.Of(0), Zeros(1, 3), 2), ["axis 2"]);

    /// <summary>Elements of x and of the source are distinct; in one draw of ten there are ties, in a third of the products zeros.</summary>
    private static OpRow ScatterReduce() =>
        Op(
                "scatterReduce",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var along = FromFront(axis, shape);
                    var inner = d.Bool() ? shape : Within(d, shape, along);
                    var indices = d.Indices(inner, shape[along]);
                    var reduction = d.Pick(Enum.GetValues<ScatterReduction>());
                    var includeSelf = d.Bool();
                    var (x, source) = (
                        d.Distinct(shape, (-3, 0)),
                        d.Distinct(inner, (-3.01, 2.97))
                    );
                    if (reduction == ScatterReduction.Prod)
                    {
                        (x, source) = (Factors(d, shape), Factors(d, inner));
                    }
                    else if (d.Int(0, 9) == 0)
                    {
                        (x, source) = (x.Map(Math.Round), source.Map(Math.Round));
                    }
                    return d.Sample(
                        [x, source],
                        x => x[0].ScatterReduce(indices, x[1], axis, reduction, includeSelf),
                        x => x[0].ScatterReduce(indices, x[1], axis, reduction, includeSelf),
                        x => ScatterReduced(x[0], indices, x[1], along, reduction, includeSelf),
                        $"indices: {indices}, axis: {axis}, {reduction}, includeSelf: {includeSelf}"
                    );
                }
            )
            .Throws(
                () => Zeros(3).ScatterReduce(Indices.Of(0, 1), Zeros(3), 0, ScatterReduction.Max),
                ["source (3)", "indices (2)"]
            )
            .Throws(
                () => Zeros(2, 3).ScatterReduce(Indices.Of(0), Zeros(1), 0, ScatterReduction.Prod),
                ["(1)", "(2, 3)", "equal rank"]
            )
            .Throws(
                () => Zeros(3).ScatterReduce(Indices.Of(0, 3), Zeros(2), 0, ScatterReduction.Mean),
                ["index 3", "(1)", "[0, 3)"]
            )
            .Throws(
                () => Zeros(3).ScatterReduce(Indices.Of(0), Zeros(1), 1, ScatterReduction.Prod),
                ["axis 1", "(3)"]
            )
            .Throws(
                () => Zeros(3).ScatterReduce(Indices.Of(0), Zeros(1), 0, (ScatterReduction)5),
                ["5", "ScatterReduction"]
            );

    private static NdArray ScatterReduced(
        NdArray x,
        Indices indices,
        NdArray source,
        int along,
        ScatterReduction reduction,
        bool includeSelf
    )
    {
        var groups = Array.ConvertAll(x.Values, value => new List<double>());
        foreach (var at in NdArray.IndicesOf(source.Shape))
        {
            groups[FlatOf(x.Shape, Pointed(indices, at, along))].Add(source[at]);
        }
        return new NdArray(
            x.Shape,
            [
                .. groups.Select(
                    (group, p) =>
                    {
                        double[] all =
                            includeSelf || group.Count == 0 ? [x.Values[p], .. group] : [.. group];
                        return reduction switch
                        {
                            ScatterReduction.Sum => all.Sum(),
                            ScatterReduction.Prod => all.Aggregate(1.0, (y, v) => y * v),
                            ScatterReduction.Mean => all.Average(),
                            ScatterReduction.Max => all.Max(),
                            _ => all.Min(),
                        };
                    }
                ),
            ]
        );
    }
}
