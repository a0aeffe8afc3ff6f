namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Shaping</c> that make more of their inputs: several one behind the other, margins, tiles.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Joins() => [Cat(), Stack(), Pad(), Repeat()];

    private static OpRow Cat() =>
        Op(
                "cat",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var along = FromFront(axis, shape);
                    var isEven = d.IsLarge || d.Bool();
                    var sizes = new int[d.Int(1, 3)];
                    for (var i = 0; i < sizes.Length; i++)
                    {
                        sizes[i] = isEven ? shape[along] : d.Size();
                    }
                    return d.Sample(
                        [.. sizes.Select(size => d.Values(shape.With(along, size)))],
                        x => VariableOps.Cat(x, axis),
                        x => VariableOps.Cat(x, axis),
                        x =>
                            NdArray.Of(
                                shape.With(along, sizes.Sum()),
                                at =>
                                {
                                    var (part, position) = (0, at[along]);
                                    while (position >= sizes[part])
                                    {
                                        position -= sizes[part++];
                                    }
                                    return x[part][NdArray.With(at, along, position)];
                                }
                            ),
                        $"axis: {axis}"
                    );
                }
            )
            .Throws(() => VariableOps.Cat<double>([]), ["no parts"])
            .Throws(() => VariableOps.Cat([Zeros(2, 3), Zeros(2, 4)]), ["(2, 3)", "(2, 4)"])
            .Throws(() => VariableOps.Cat([Zeros(2, 3), Zeros(2)]), ["(2, 3)", "(2)"])
            .Throws(() => VariableOps.Cat([Zeros(2, 3)], 2), ["axis 2", "(2, 3)"]);

    private static OpRow Stack() =>
        Op(
                "stack",
                d =>
                {
                    var shape = d.Shape();
                    var count = d.Int(1, 3);
                    var along = d.Int(0, shape.Rank);
                    var to = Shape.Of([.. shape.Take(along), count, .. shape.Skip(along)]);
                    var axis = Signed(d, along, to);
                    return d.Sample(
                        [.. Enumerable.Range(0, count).Select(_ => d.Values(shape))],
                        x => VariableOps.Stack(x, axis),
                        x => VariableOps.Stack(x, axis),
                        x =>
                            NdArray.Of(
                                to,
                                at => x[at[along]][[.. at[..along], .. at[(along + 1)..]]]
                            ),
                        $"axis: {axis}"
                    );
                }
            )
            .Throws(() => VariableOps.Stack<double>([]), ["no parts"])
            .Throws(() => VariableOps.Stack([Zeros(2, 3), Zeros(3)]), ["(2, 3)", "(3)"])
            .Throws(() => VariableOps.Stack([Zeros(2, 3)], 3), ["axis 3", "(2, 3)"])
            .Throws(() => VariableOps.Stack([Rank8]), ["(1, 1, 1, 1, 1, 1, 1, 1)", "8 axes"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Pad() =>
        Op(
                "pad",
                d =>
                {
                    var shape = d.Shape();
                    var padding = new (int Before, int After)[shape.Rank];
                    for (var axis = 0; axis < padding.Length; axis++)
                    {
                        padding[axis] = (d.Int(0, 2), d.Int(0, 2));
                    }
                    var to = Shape.Of([
                        .. shape.Select((size, i) => padding[i].Before + size + padding[i].After),
                    ]);
                    var value = d.Pick(0, 1.5, -8);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Pad(padding, value),
                        x => x[0].Pad(padding, (float)value),
                        x =>
                            NdArray.Of(
                                to,
                                at =>
                                {
                                    int[] from = [.. at.Select((p, i) => p - padding[i].Before)];
                                    var isInside = from.Select((p, i) => p >= 0 && p < shape[i])
                                        .All(isWithin => isWithin);
                                    return isInside ? x[0][from] : value;
                                }
                            ),
                        $"padding: [{string.Join(", ", padding)}], value: {value}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Pad([(1, 1)]), ["1 pairs", "2 axes", "(2, 3)"])
            .Throws(() => Zeros(2).Pad([(0, -1)]), ["(0, -1)", "axis 0", "negative"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Repeat() =>
        Op(
                "repeat",
                d =>
                {
                    var shape = d.Shape();
                    var more = d.Pick(0, 0, 1, 2);
                    var counts = new int[more + shape.Rank];
                    for (var axis = 0; axis < counts.Length; axis++)
                    {
                        counts[axis] = d.Pick(0, 1, 1, 1, 2, 2, 3);
                    }
                    var to = Shape.Of([
                        .. counts.Select((n, axis) => n * (axis < more ? 1 : shape[axis - more])),
                    ]);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Repeat(counts),
                        x => x[0].Repeat(counts),
                        x =>
                            NdArray.Of(
                                to,
                                at => x[0][[.. at.Skip(more).Select((p, axis) => p % shape[axis])]]
                            ),
                        $"counts: [{string.Join(", ", counts)}]"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Repeat(2), ["1 counts", "2 axes", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Repeat(2, -1), ["[2, -1]", "negative"])
            .Throws(() => Zeros(2).Repeat(1, 1, 1, 1, 1, 1, 1, 1, 2), ["9 counts"]) with
        {
            TakesAnyShape = true,
        };
}
