namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Shaping</c> that keep every number, or set some to 0: orders of axes and positions, triangles.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Orders() =>
        [
            Permute(),
            Transpose(),
            Flip(),
            Triangle(
                "tril",
                (x, diagonal) => x.Tril(diagonal),
                (x, diagonal) => x.Tril(diagonal),
                (offset, diagonal) => offset <= diagonal
            ),
            Triangle(
                "triu",
                (x, diagonal) => x.Triu(diagonal),
                (x, diagonal) => x.Triu(diagonal),
                (offset, diagonal) => offset >= diagonal
            ),
        ];

    private static OpRow Permute() =>
        Op(
                "permute",
                d =>
                {
                    var shape = d.Shape();
                    var order = d.Permutation(shape.Rank);
                    int[] axes = [.. order.Select(axis => Signed(d, axis, shape))];
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Permute(axes),
                        x => x[0].Permute(axes),
                        x => Permuted(x[0], order),
                        $"axes: [{string.Join(", ", axes)}]"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Permute(0), ["[0]", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Permute(1, -1), ["[1, -1]", "(2, 3)", "once"])
            .Throws(() => Zeros(2, 3).Permute(0, 2), ["axis 2", "(2, 3)"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Transpose() =>
        Op(
                "transpose",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var isDefault = shape.Rank >= 2 && d.Bool();
                    var (axis0, axis1) = isDefault ? (-2, -1) : (d.Axis(shape), d.Axis(shape));
                    var order = Enumerable.Range(0, shape.Rank).ToArray();
                    var (i, j) = (FromFront(axis0, shape), FromFront(axis1, shape));
                    (order[i], order[j]) = (j, i);
                    return d.Sample(
                        [d.Values(shape)],
                        x => isDefault ? x[0].Transpose() : x[0].Transpose(axis0, axis1),
                        x => isDefault ? x[0].Transpose() : x[0].Transpose(axis0, axis1),
                        x => Permuted(x[0], order),
                        $"axis0: {axis0}, axis1: {axis1}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Transpose(2, 0), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Transpose(0, 2), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros(3).Transpose(), ["axis -2", "(3)"]);

    private static OpRow Flip() =>
        Op(
                "flip",
                d =>
                {
                    var shape = d.Shape();
                    var chosen = d.Axes(shape);
                    var axes = chosen is null ? Axes.All : Axes.Of(chosen);
                    int[] flipped =
                    [
                        .. (chosen ?? [.. Enumerable.Range(0, shape.Rank)]).Select(axis =>
                            FromFront(axis, shape)
                        ),
                    ];
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Flip(axes),
                        x => x[0].Flip(axes),
                        x =>
                            flipped.Aggregate(
                                x[0],
                                (y, axis) =>
                                    At(y, axis, [.. Enumerable.Range(0, shape[axis]).Reverse()])
                            ),
                        $"axes: {axes}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Flip(2), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Flip([1, -1]), ["axis 1", "(2, 3)", "twice"]) with
        {
            TakesAnyShape = true,
        };

    /// <param name="name">The op's name.</param>
    /// <param name="f64">The call in double: variable, diagonal.</param>
    /// <param name="f32">The same call in float.</param>
    /// <param name="isKept">Whether an element stays, from column − row and the diagonal.</param>
    private static OpRow Triangle(
        string name,
        Func<Variable<double>, int, Variable<double>> f64,
        Func<Variable<float>, int, Variable<float>> f32,
        Func<int, int, bool> isKept
    ) =>
        Op(
                name,
                d =>
                {
                    var shape = d.Shape(minRank: 2);
                    var diagonal = d.Int(-5, 5);
                    return d.Sample(
                        [d.Values(shape)],
                        x => f64(x[0], diagonal),
                        x => f32(x[0], diagonal),
                        x =>
                            NdArray.Of(
                                shape,
                                at => isKept(at[^1] - at[^2], diagonal) ? x[0][at] : 0
                            ),
                        $"diagonal: {diagonal}"
                    );
                }
            )
            .Throws(() => f64(Zeros(3), 0), ["(3)", "last two axes"]);

    private static NdArray Permuted(NdArray x, int[] order) =>
        NdArray.Of(
            Shape.Of([.. order.Select(axis => x.Shape[axis])]),
            at =>
            {
                var from = new int[order.Length];
                for (var axis = 0; axis < order.Length; axis++)
                {
                    from[order[axis]] = at[axis];
                }
                return x[from];
            }
        );

    /// <summary>The positions of one axis (counted from the front), in any order and any number.</summary>
    private static NdArray At(NdArray x, int axis, int[] positions) =>
        NdArray.Of(
            Shape.Of([.. x.Shape.Take(axis), positions.Length, .. x.Shape.Skip(axis + 1)]),
            at => x[NdArray.With(at, axis, positions[at[axis]])]
        );

    private static int FromFront(int axis, Shape shape) => axis < 0 ? axis + shape.Rank : axis;
}
