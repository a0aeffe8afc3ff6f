namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Shaping</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Shaping() =>
        [
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
                .Throws(() => Zeros(2, 3).Expand([2, 4]), ["(2, 3)", "(2, 4)"]),
            Op(
                    "reshape",
                    d =>
                    {
                        var from = d.Shape();
                        var to = Shape.Of([.. d.Permutation(from.Rank).Select(axis => from[axis])]);
                        to = d.Bool() ? to : [to.Length];
                        return d.Sample(
                            [d.Values(from)],
                            x => x[0].Reshape(to),
                            x => x[0].Reshape(to),
                            x => new NdArray(to, x[0].Values),
                            $"shape: {to}"
                        );
                    }
                )
                .Throws(() => Zeros(2, 3).Reshape([4]), ["(2, 3)", "6", "(4)", "4"]),
        ];
}
