namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Shaping</c>: here those that only look at the numbers in another shape, and expand.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Shaping() =>
        [
            Expand(),
            Reshape(),
            ReshapeToSizes(),
            Flatten(),
            Squeeze(),
            Unsqueeze(),
            .. Orders(),
            .. Parts(),
            .. Joins(),
            .. Diagonals(),
        ];

    private static OpRow Expand() =>
        Op(
                "expand",
                d =>
                {
                    var to = d.Shape();
                    var from = d.ExpandableTo(to);
                    return d.Sample(
                        [d.Values(from)],
                        x => x[0].Expand(to),
                        x => x[0].Expand(to),
                        x => NdArray.Of(to, at => x[0].BroadcastAt(at)),
                        $"shape: {to}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Expand([2, 4]), ["(2, 3)", "(2, 4)"])
            .Throws(() => Zeros(2, 3).Expand([3]), ["(2, 3)", "(3)"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Reshape() =>
        Op(
                "reshape",
                d =>
                {
                    var from = d.Shape();
                    var to = d.Bool() ? Shuffled(d, from) : [from.ElementCount];
                    return d.Sample(
                        [d.Values(from)],
                        x => x[0].Reshape(to),
                        x => x[0].Reshape(to),
                        x => x[0].Reshape(to),
                        $"shape: {to}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Reshape(Shape.Of(4)), ["(2, 3)", "6", "(4)", "4"])
            .Covering("Reshape(Variable, Shape)") with
        {
            TakesAnyShape = true,
        };

    private static OpRow ReshapeToSizes() =>
        Op(
                "reshape to sizes",
                d =>
                {
                    var from = d.Shape();
                    var to = Shuffled(d, from);
                    var sizes = to.AsSpan().ToArray();
                    // Beside a size of 0 an open size could be anything.
                    if (to.Rank > 0 && to.ElementCount > 0 && d.Bool())
                    {
                        sizes[d.Int(0, to.Rank - 1)] = -1;
                    }
                    return d.Sample(
                        [d.Values(from)],
                        x => x[0].Reshape(sizes),
                        x => x[0].Reshape(sizes),
                        x => x[0].Reshape(to),
                        $"sizes: [{string.Join(", ", sizes)}]"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Reshape(4), ["(2, 3)", "6", "(4)", "4"])
            .Throws(() => Zeros(2, 3).Reshape(4, -1), ["(2, 3)", "6", "(4, -1)", "multiple of 4"])
            .Throws(() => Zeros(2, 3).Reshape(-1, -1), ["(-1, -1)", "two"])
            .Throws(() => Zeros(2, 0).Reshape(0, -1), ["(0, -1)", "anything"])
            .Throws(() => Zeros(2, 3).Reshape(-2, -3), ["(-2, -3)", "negative"])
            .Covering("Reshape(Variable, ReadOnlySpan<int>)") with
        {
            TakesAnyShape = true,
        };

    private static OpRow Flatten() =>
        Op(
                "flatten",
                d =>
                {
                    var from = d.Shape();
                    // A scalar counts as a vector of one element.
                    Shape shape = from.Rank == 0 ? [1] : from;
                    var start = d.Int(0, shape.Rank - 1);
                    var end = d.Int(start, shape.Rank - 1);
                    var length = 1;
                    for (var axis = start; axis <= end; axis++)
                    {
                        length *= shape[axis];
                    }
                    var to = Shape.Of([.. shape.Take(start), length, .. shape.Skip(end + 1)]);
                    var (first, last) = (Signed(d, start, shape), Signed(d, end, shape));
                    return d.Sample(
                        [d.Values(from)],
                        x => x[0].Flatten(first, last),
                        x => x[0].Flatten(first, last),
                        x => x[0].Reshape(to),
                        $"startAxis: {first}, endAxis: {last}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Flatten(2), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Flatten(0, -3), ["axis -3", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Flatten(1, 0), ["axis 0", "before axis 1", "(2, 3)"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Squeeze() =>
        Op(
                "squeeze",
                d =>
                {
                    var rest = d.Shape(maxRank: 3);
                    if (d.Bool())
                    {
                        Shape all = [.. rest.Where(size => size != 1)];
                        return d.Sample(
                            [d.Values(rest)],
                            x => x[0].Squeeze(),
                            x => x[0].Squeeze(),
                            x => x[0].Reshape(all),
                            "every axis"
                        );
                    }
                    var at = d.Int(0, rest.Rank);
                    var from = Shape.Of([.. rest.Take(at), 1, .. rest.Skip(at)]);
                    var axis = Signed(d, at, from);
                    return d.Sample(
                        [d.Values(from)],
                        x => x[0].Squeeze(axis),
                        x => x[0].Squeeze(axis),
                        x => x[0].Reshape(rest),
                        $"axis: {axis}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Squeeze(-1), ["axis -1", "(2, 3)", "size 3"])
            .Throws(() => Zeros(2, 3).Squeeze(2), ["axis 2", "(2, 3)"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Unsqueeze() =>
        Op(
                "unsqueeze",
                d =>
                {
                    var from = d.Shape();
                    var at = d.Int(0, from.Rank);
                    var to = Shape.Of([.. from.Take(at), 1, .. from.Skip(at)]);
                    var axis = Signed(d, at, to);
                    return d.Sample(
                        [d.Values(from)],
                        x => x[0].Unsqueeze(axis),
                        x => x[0].Unsqueeze(axis),
                        x => x[0].Reshape(to),
                        $"axis: {axis}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Unsqueeze(3), ["axis 3", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Unsqueeze(-4), ["axis -4", "(2, 3)"])
            .Throws(() => Rank8.Unsqueeze(0), ["(1, 1, 1, 1, 1, 1, 1, 1)", "8 axes"]) with
        {
            TakesAnyShape = true,
        };

    /// <summary>A variable of the largest rank there is.</summary>
    private static Variable<double> Rank8 => Zeros(1, 1, 1, 1, 1, 1, 1, 1);

    private static Shape Shuffled(Draw d, Shape shape) =>
        Shape.Of([.. d.Permutation(shape.Rank).Select(axis => shape[axis])]);

    /// <summary>The same axis, counted from the front or the end.</summary>
    private static int Signed(Draw d, int axis, Shape shape) => d.Bool() ? axis : axis - shape.Rank;
}
