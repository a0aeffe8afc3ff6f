namespace TinyAutograd.Tests.Ops;

/// <content>The rows of pools along one axis.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> PoolsOfRows() =>
        [
            PoolOfRows(
                "maxPool1d",
                d => false,
                (x, size, stride, padding, _) => x.MaxPool1d(size, stride, padding),
                (x, size, stride, padding, _) => x.MaxPool1d(size, stride, padding),
                (window, _) => window.Max()
            ),
            PoolOfRows(
                "avgPool1d",
                d => d.Bool(),
                (x, size, stride, padding, counts) => x.AvgPool1d(size, stride, padding, counts),
                (x, size, stride, padding, counts) => x.AvgPool1d(size, stride, padding, counts),
                (window, divisor) => window.Sum() / divisor
            ),
        ];

    private static OpRow PoolOfRows(
        string name,
        Func<Draw, bool> drawsCountIncludePad,
        Func<Variable<double>, int, int?, int, bool, Variable<double>> f64,
        Func<Variable<float>, int, int?, int, bool, Variable<float>> f32,
        Func<double[], int, double> reference
    ) =>
        Op(
                name,
                d =>
                {
                    var axis = SlidingAxis.OfPool(d, longest: d.IsLarge ? 600 : 6);
                    int? stride = axis.Stride == axis.Kernel && d.Bool() ? null : axis.Stride;
                    var counts = drawsCountIncludePad(d);
                    var (batches, channels) = d.IsLarge ? (2, 4) : (d.Size(), d.Int(1, 2));
                    return d.Sample(
                        [d.Distinct([batches, channels, axis.Size])],
                        x => f64(x[0], axis.Kernel, stride, axis.Padding, counts),
                        x => f32(x[0], axis.Kernel, stride, axis.Padding, counts),
                        x =>
                            NdArray.Of(
                                [batches, channels, axis.Count],
                                at =>
                                {
                                    double[] window =
                                    [
                                        .. axis.Window(at[2])
                                            .Select(part => x[0][at[0], at[1], part.Place]),
                                    ];
                                    return reference(window, counts ? axis.Kernel : window.Length);
                                }
                            ),
                        $"{axis}, countIncludePad: {counts}"
                    );
                }
            )
            .Throws(() => f64(Zeros(1, 1, 4, 4), 2, null, 0, true), ["(1, 1, 4, 4)", "(N, C, L)"])
            .Throws(() => f64(Zeros(1, 1, 0), 1, null, 0, true), ["(1, 1, 0)", "above 0"])
            .Throws(() => f64(Zeros(1, 1, 2), 3, null, 0, true), ["window of 3", "(1, 1, 2)"])
            .Throws(() => f64(Zeros(1, 1, 4), 0, null, 0, true), ["kernelSize 0"])
            .Throws(() => f64(Zeros(1, 1, 4), 2, 0, 0, true), ["stride 0"])
            .Throws(() => f64(Zeros(1, 1, 4), 3, null, 2, true), ["padding 2"]);
}
