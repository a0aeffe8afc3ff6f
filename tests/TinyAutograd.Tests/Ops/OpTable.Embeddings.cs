namespace TinyAutograd.Tests.Ops;

/// <content>The rows of tables that are looked up.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Embeddings() => [Embedding(), PositionedEmbedding()];

    private static OpRow Embedding() =>
        Op("embedding", d => Embedding(d, d.Int(1, 4), d.Size(), d.Shape(maxRank: 3)))
            .Throws(() => Zeros(4).Embedding(Indices.Of(0)), ["(4)", "matrix"])
            .Throws(() => Zeros(4, 2).Embedding(Indices.Of(1, 4)), ["index 4", "(1)", "[0, 4)"])
            .Throws(() => Zeros(4, 2).Embedding(Indices.Of(-1)), ["index -1", "(0)", "[0, 4)"])
            .Throws(
                () => Zeros(4, 2).Embedding(Indices.Of([0], Rank8.Shape)),
                ["(1, 1, 1, 1, 1, 1, 1, 1)", "8 axes"]
            ) with
        {
            Large = d => Embedding(d, d.Int(30, 1000), d.Size(), [d.Size(), d.Size()]),
        };

    private static OpSample Embedding(Draw d, int vocabulary, int width, Shape shape)
    {
        var indices = d.Indices(shape, vocabulary);
        return d.Sample(
            [d.Values([vocabulary, width])],
            x => x[0].Embedding(indices),
            x => x[0].Embedding(indices),
            x =>
                NdArray.Of(
                    Shape.Of([.. shape.Append(width)]),
                    at => x[0][indices.AsSpan()[FlatOf(shape, at[..^1])], at[^1]]
                ),
            $"indices: {indices}"
        );
    }

    private static OpRow PositionedEmbedding() =>
        Op(
                "positionedEmbedding",
                d =>
                    PositionedEmbedding(
                        d,
                        d.Int(1, 4),
                        d.Size(),
                        d.Shape(minRank: 1, maxRank: 3),
                        d.Int(0, 2)
                    )
            )
            .Throws(
                () => Zeros(4).PositionedEmbedding(Indices.Of([0]), Zeros(4, 2)),
                ["(4)", "matrices"]
            )
            .Throws(
                () => Zeros(4, 2).PositionedEmbedding(Indices.Of([0]), Zeros(4, 3)),
                ["(4, 2)", "(4, 3)"]
            )
            .Throws(
                () => Zeros(4, 2).PositionedEmbedding(Indices.Of([0], []), Zeros(4, 2)),
                ["()", "4 positions"]
            )
            .Throws(
                () => Zeros(4, 2).PositionedEmbedding(Indices.Of([0, 1, 2]), Zeros(2, 2)),
                ["(3)", "2 positions"]
            )
            .Throws(
                () => Zeros(4, 2).PositionedEmbedding(Indices.Of([1, 4]), Zeros(4, 2)),
                ["index 4", "(1)", "[0, 4)"]
            )
            .Throws(
                () => Zeros(4, 2).PositionedEmbedding(Indices.Of([0], Rank8.Shape), Zeros(4, 2)),
                ["(1, 1, 1, 1, 1, 1, 1, 1)", "8 axes"]
            ) with
        {
            Large = d => PositionedEmbedding(d, d.Int(30, 1000), d.Size(), [d.Size(), d.Size()], 3),
        };

    private static OpSample PositionedEmbedding(
        Draw d,
        int vocabulary,
        int width,
        Shape shape,
        int unusedPositions
    )
    {
        var indices = d.Indices(shape, vocabulary);
        return d.Sample(
            [d.Values([vocabulary, width]), d.Values([shape[^1] + unusedPositions, width])],
            x => x[0].PositionedEmbedding(indices, x[1]),
            x => x[0].PositionedEmbedding(indices, x[1]),
            x =>
                NdArray.Of(
                    Shape.Of([.. shape.Append(width)]),
                    at =>
                        x[0][indices.AsSpan()[FlatOf(shape, at[..^1])], at[^1]]
                        + x[1][at[^2], at[^1]]
                ),
            $"indices: {indices}"
        );
    }
}
