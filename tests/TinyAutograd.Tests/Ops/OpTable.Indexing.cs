namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Indexing</c>. Indices repeat in most draws.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Indexing() =>
        [
            IndexSelect(),
            Gather(),
            .. Embeddings(),
            ScatterAdd(),
            Indexer(),
            .. Scattered(),
            .. Sorted(),
        ];

    private static OpRow IndexSelect() =>
        Op(
                "indexSelect",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var indices = d.Indices([shape[axis] == 0 ? 0 : d.Size()], shape[axis]);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].IndexSelect(indices, axis),
                        x => x[0].IndexSelect(indices, axis),
                        x => At(x[0], FromFront(axis, shape), indices.ToArray()),
                        $"indices: {indices}, axis: {axis}"
                    );
                }
            )
            .Throws(
                () => Zeros(2, 3).IndexSelect(Indices.Of(0, 3), 1),
                ["index 3", "(1)", "[0, 3)"]
            )
            .Throws(() => Zeros(2, 3).IndexSelect(Indices.Of(-1)), ["index -1", "(0)", "[0, 2)"])
            .Throws(
                () =>
                    Zeros(2, 3)
                        .IndexSelect(
                            Indices.Of([
                                [0],
                            ])
                        ),
                ["(1, 1)", "rank 1"]
            )
            .Throws(() => Zeros(2, 3).IndexSelect(Indices.Of(0), 2), ["axis 2", "(2, 3)"]);

    private static OpRow Gather() =>
        Op(
                "gather",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var along = FromFront(axis, shape);
                    var indices = d.Indices(Within(d, shape, along), shape[along]);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Gather(indices, axis),
                        x => x[0].Gather(indices, axis),
                        x => NdArray.Of(indices.Shape, at => x[0][Pointed(indices, at, along)]),
                        $"indices: {indices}, axis: {axis}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Gather(Indices.Of(0), 1), ["(1)", "(2, 3)", "equal rank"])
            .Throws(
                () =>
                    Zeros(1, 3)
                        .Gather(
                            Indices.Of([
                                [0],
                                [1],
                            ]),
                            1
                        ),
                ["(2, 1)", "(1, 3)"]
            )
            .Throws(
                () =>
                    Zeros(2, 3)
                        .Gather(
                            Indices.Of([
                                [0],
                                [3],
                            ]),
                            1
                        ),
                ["index 3", "(1, 0)", "[0, 3)"]
            )
            .Throws(
                () =>
                    Zeros(2, 3)
                        .Gather(
                            Indices.Of([
                                [0],
                            ]),
                            -3
                        ),
                ["axis -3", "(2, 3)"]
            );

    private static OpRow ScatterAdd() =>
        Op(
                "scatterAdd",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var along = FromFront(axis, shape);
                    var inner = d.Bool() ? shape : Within(d, shape, along);
                    var indices = d.Indices(inner, shape[along]);
                    return d.Sample(
                        [d.Values(shape), d.Values(inner)],
                        x => x[0].ScatterAdd(indices, x[1], axis),
                        x => x[0].ScatterAdd(indices, x[1], axis),
                        x => Scattered(x[0], indices, x[1], along),
                        $"indices: {indices}, axis: {axis}"
                    );
                }
            )
            .Throws(
                () => Zeros(3).ScatterAdd(Indices.Of(0, 1), Zeros(3), 0),
                ["source (3)", "indices (2)"]
            )
            .Throws(
                () => Zeros(2, 3).ScatterAdd(Indices.Of(0), Zeros(1), 0),
                ["(1)", "(2, 3)", "equal rank"]
            )
            .Throws(
                () => Zeros(3).ScatterAdd(Indices.Of(0, 3), Zeros(2), 0),
                ["index 3", "(1)", "[0, 3)"]
            )
            .Throws(() => Zeros(3).ScatterAdd(Indices.Of(0), Zeros(1), 1), ["axis 1", "(3)"]);

    private static OpRow Indexer() =>
        Op(
                "index",
                d =>
                {
                    var shape = d.Shape();
                    var indices = new AxisIndex[d.Int(0, shape.Rank)];
                    var positions = new int[indices.Length][];
                    for (var axis = 0; axis < indices.Length; axis++)
                    {
                        (indices[axis], positions[axis]) = Index(d, shape[axis]);
                    }
                    var to = Shape.Of([
                        .. positions.Where((_, i) => indices[i].IsRange).Select(p => p.Length),
                        .. shape.Skip(indices.Length),
                    ]);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0][indices],
                        x => x[0][indices],
                        x =>
                            Enumerable
                                .Range(0, indices.Length)
                                .Aggregate(x[0], (y, axis) => At(y, axis, positions[axis]))
                                .Reshape(to),
                        $"[{string.Join(", ", indices)}]"
                    );
                }
            )
            .Throws(() => _ = Zeros(2, 3)[0, 0, 0], ["[0, 0, 0]", "(2, 3)"])
            .Throws(() => _ = Zeros(2, 3)[2], ["Index 2 ", "axis 0", "(2, 3)"])
            .Throws(() => _ = Zeros(2, 3)[.., ^4], ["Index ^4 ", "axis 1", "(2, 3)"])
            .Throws(() => _ = Zeros(2, 3)[.., 1..4], ["Index 1..4 ", "axis 1", "(2, 3)"])
            .Throws(() => _ = Zeros(2, 3)[1..0], ["Index 1..0 ", "axis 0", "(2, 3)"])
            .Throws(() => _ = Zeros(2, 3)[-1], ["-1", "^1"])
            .Covering("get_Elements") with
        {
            TakesAnyShape = true,
            IsMember = true,
        };

    /// <summary>A position or a range of an axis, and the positions that are meant.</summary>
    private static (AxisIndex Index, int[] Positions) Index(Draw d, int size)
    {
        if (size > 0 && d.Bool())
        {
            var position = d.Int(0, size - 1);
            return (d.Bool() ? position : ^(size - position), [position]);
        }
        var start = d.Int(0, size);
        var stop = d.Int(start, size);
        var range = new Range(d.Bool() ? start : ^(size - start), d.Bool() ? stop : ^(size - stop));
        return (range, [.. Enumerable.Range(start, stop - start)]);
    }

    /// <summary>A shape of indices: any length along one axis, elsewhere no longer.</summary>
    private static Shape Within(Draw d, Shape shape, int along) =>
        Shape.Of([
            .. shape.Select(
                (size, axis) =>
                    axis != along ? d.Int(d.IsLarge ? size / 2 : 0, size)
                    : size == 0 ? 0
                    : d.Int(1, size + 1)
            ),
        ]);

    /// <summary>The index that an element of indices points to.</summary>
    private static int[] Pointed(Indices indices, int[] at, int along) =>
        NdArray.With(at, along, indices.AsSpan()[FlatOf(indices.Shape, at)]);

    private static NdArray Scattered(NdArray x, Indices indices, NdArray source, int along)
    {
        var y = new NdArray(x.Shape, [.. x.Values]);
        foreach (var at in NdArray.IndicesOf(source.Shape))
        {
            y.Values[FlatOf(x.Shape, Pointed(indices, at, along))] += source[at];
        }
        return y;
    }

    private static int FlatOf(Shape shape, int[] index)
    {
        var flat = 0;
        for (var axis = 0; axis < index.Length; axis++)
        {
            flat = flat * shape[axis] + index[axis];
        }
        return flat;
    }
}
