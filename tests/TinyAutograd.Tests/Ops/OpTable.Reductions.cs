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
                .Throws(() => Zeros(2, 3).SumTo([2]), ["(2)", "(2, 3)"]),
        ];

    private static NdArray SumTo(NdArray x, Shape to)
    {
        var offset = x.Rank - to.Rank;
        return NdArray.Of(
            to,
            at =>
                NdArray
                    .IndicesOf(x.Shape)
                    .Where(i =>
                        at.Select((p, axis) => to[axis] == 1 || i[axis + offset] == p)
                            .All(match => match)
                    )
                    .Sum(i => x[i])
        );
    }
}
