namespace TinyAutograd.Tests.Ops;

/// <content>The rows of diagonals, and of moving and tiling.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Diagonals() => [Roll(), Tile(), Diagonal()];

    private static OpRow Roll() =>
        Op(
                "roll",
                d =>
                {
                    var shape = d.Shape();
                    int? axis = shape.Rank == 0 || d.Int(0, 3) == 0 ? null : d.Axis(shape);
                    var shift = d.Pick(d.Int(-9, 9), d.Int(-1, 1), int.MinValue, int.MaxValue);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Roll(shift, axis),
                        x => x[0].Roll(shift, axis),
                        x =>
                            axis is { } along
                                ? x[0].MapRows(along, row => Rolled(row, shift))
                                : new NdArray(shape, Rolled(x[0].Values, shift)),
                        $"shift: {shift}, axis: {(axis is null ? "none" : $"{axis}")}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Roll(1, 2), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros().Roll(1, 0), ["axis 0", "()"]) with
        {
            TakesAnyShape = true,
        };

    private static double[] Rolled(double[] row, int shift)
    {
        var y = new double[row.Length];
        for (var k = 0; k < row.Length; k++)
        {
            var to = (k + (long)shift) % row.Length;
            y[to < 0 ? to + row.Length : to] = row[k];
        }
        return y;
    }

    private static OpRow Tile() =>
        Op(
                "tile",
                d =>
                {
                    var shape = d.Shape(maxRank: d.IsLarge ? 2 : 4);
                    var counts = new int[d.Int(0, Math.Min(4, shape.Rank + 1))];
                    for (var i = 0; i < counts.Length; i++)
                    {
                        counts[i] = d.Pick(0, 1, 1, 2, 2, 3);
                    }
                    var rank = Math.Max(shape.Rank, counts.Length);
                    int[] all = [.. Enumerable.Repeat(1, rank - counts.Length), .. counts];
                    var whole = Shape.Of([.. Enumerable.Repeat(1, rank - shape.Rank), .. shape]);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Tile(counts),
                        x => x[0].Tile(counts),
                        x =>
                            NdArray.Of(
                                Shape.Of([.. whole.Zip(all, (size, count) => size * count)]),
                                at =>
                                    x[0].Reshape(whole)[
                                        [.. at.Select((p, axis) => p % whole[axis])]
                                    ]
                            ),
                        $"counts: [{string.Join(", ", counts)}]"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Tile(2, -1), ["[2, -1]", "negative"])
            .Throws(() => Zeros(2).Tile(1, 1, 1, 1, 1, 1, 1, 1, 1), ["9 counts", "8 axes"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow Diagonal() =>
        Matrices(
                "diagonal",
                (x, offset, axis0, axis1) => x.Diagonal(offset, axis0, axis1),
                (x, offset, axis0, axis1) => x.Diagonal(offset, axis0, axis1),
                diagonals => diagonals
            )
            .Throws(() => Zeros(2, 3).Diagonal(axis0: 1), ["axis0 1", "axis1 -1", "(2, 3)"])
            .Throws(() => Zeros(3).Diagonal(), ["axis -2", "(3)"])
            .Throws(() => Zeros(2, 3).Diagonal(axis1: 2), ["axis 2", "(2, 3)"]);

    private static OpRow Trace() =>
        Matrices(
                "trace",
                (x, offset, axis0, axis1) => x.Trace(offset, axis0, axis1),
                (x, offset, axis0, axis1) => x.Trace(offset, axis0, axis1),
                diagonals => diagonals.Reduce([-1], false, group => group.Sum())
            )
            .Throws(() => Zeros(2, 3).Trace(axis0: 1), ["axis0 1", "axis1 -1", "(2, 3)"])
            .Throws(() => Zeros(3).Trace(), ["axis -2", "(3)"]);

    /// <summary>Something of a diagonal of matrices along any two axes; in half of the draws along the last two.</summary>
    private static OpRow Matrices(
        string name,
        Func<Variable<double>, int, int, int, Variable<double>> f64,
        Func<Variable<float>, int, int, int, Variable<float>> f32,
        Func<NdArray, NdArray> ofDiagonals
    ) =>
        Op(
            name,
            d =>
            {
                var shape = d.Shape(minRank: 2);
                var order = d.Permutation(shape.Rank);
                var (row, column) = d.Bool()
                    ? (shape.Rank - 2, shape.Rank - 1)
                    : (order[0], order[1]);
                var offset = d.Int(-4, 4);
                var (axis0, axis1) = (Signed(d, row, shape), Signed(d, column, shape));
                return d.Sample(
                    [d.Values(shape)],
                    x => f64(x[0], offset, axis0, axis1),
                    x => f32(x[0], offset, axis0, axis1),
                    x => ofDiagonals(DiagonalsOf(x[0], offset, row, column)),
                    $"offset: {offset}, axis0: {axis0}, axis1: {axis1}"
                );
            }
        );

    private static NdArray DiagonalsOf(NdArray x, int offset, int row, int column)
    {
        var length = Enumerable
            .Range(0, x.Shape[row])
            .Count(i => i + offset >= 0 && i + offset < x.Shape[column]);
        int[] rest = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != row && axis != column)];
        return NdArray.Of(
            Shape.Of([.. rest.Select(axis => x.Shape[axis]), length]),
            at =>
            {
                var from = new int[x.Rank];
                for (var i = 0; i < rest.Length; i++)
                {
                    from[rest[i]] = at[i];
                }
                from[row] = at[^1] - Math.Min(offset, 0);
                from[column] = at[^1] + Math.Max(offset, 0);
                return x[from];
            }
        );
    }
}
