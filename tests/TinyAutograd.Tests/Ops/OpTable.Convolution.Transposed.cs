namespace TinyAutograd.Tests.Ops;

/// <content>The rows of transposed convolutions. The reference puts numbers where they belong, from the elements of x to those of the result.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> TransposedConvolution() =>
        [ConvTranspose1d(), ConvTranspose2d()];

    private static OpRow ConvTranspose1d() =>
        Op(
                "convTranspose1d",
                d =>
                {
                    var (channels, axis) = (TransposedChannels(d), EnlargedAxis.Of(d));
                    var groups = channels.Groups;
                    return d.Sample(
                        Inputs(d, channels, [axis.Size], [axis.Kernel]),
                        x =>
                            x[0]
                                .ConvTranspose1d(
                                    x[1],
                                    x.ElementAtOrDefault(2),
                                    axis.Stride,
                                    axis.Padding,
                                    axis.OutputPadding,
                                    axis.Dilation,
                                    groups
                                ),
                        x =>
                            x[0]
                                .ConvTranspose1d(
                                    x[1],
                                    x.ElementAtOrDefault(2),
                                    axis.Stride,
                                    axis.Padding,
                                    axis.OutputPadding,
                                    axis.Dilation,
                                    groups
                                ),
                        x =>
                            TransposedConvolved(
                                    [WithHeight(x[0]), WithHeight(x[1]), .. x[2..]],
                                    groups,
                                    EnlargedAxis.Single,
                                    axis
                                )
                                .Reshape([channels.Batches, channels.Outputs, axis.Count]),
                        $"{axis}, groups: {groups}"
                    );
                }
            )
            .Throws(
                () => Zeros(3, 4).ConvTranspose1d(Zeros(3, 1, 2)),
                ["(3, 4)", "(3, 1, 2)", "(N, C, L)"]
            )
            .Throws(
                () => Zeros(1, 3, 4).ConvTranspose1d(Zeros(2, 1, 2)),
                ["(1, 3, 4)", "(2, 1, 2)", "3"]
            )
            .Throws(
                () => Zeros(1, 3, 4).ConvTranspose1d(Zeros(3, 1, 2), groups: 2),
                ["(3, 1, 2)", "2 groups"]
            )
            .Throws(() => Zeros(1, 1, 4).ConvTranspose1d(Zeros(1, 2, 3), Zeros(1)), ["(1)", "(2)"])
            .Throws(
                () => Zeros(1, 1, 4).ConvTranspose1d(Zeros(1, 1, 3), outputPadding: 1),
                ["output padding 1", "stride 1"]
            )
            .Throws(
                () => Zeros(1, 1, 4).ConvTranspose1d(Zeros(1, 1, 3), outputPadding: -1),
                ["output padding -1"]
            )
            .Throws(() => Zeros(1, 1, 0).ConvTranspose1d(Zeros(1, 1, 3)), ["(1, 1, 0)", "empty"])
            .Throws(
                () => Zeros(1, 1, 2).ConvTranspose1d(Zeros(1, 1, 2), padding: 2),
                ["(1, 1, 2)", "-1 elements"]
            )
            .Throws(() => Zeros(1, 1, 4).ConvTranspose1d(Zeros(1, 1, 3), stride: 0), ["stride 0"]);

    private static OpRow ConvTranspose2d() =>
        Op(
                "convTranspose2d",
                d =>
                {
                    var channels = TransposedChannels(d);
                    var (rows, columns) = (EnlargedAxis.Of(d), EnlargedAxis.Of(d));
                    HeightWidth stride = (rows.Stride, columns.Stride);
                    HeightWidth padding = (rows.Padding, columns.Padding);
                    HeightWidth outputPadding = (rows.OutputPadding, columns.OutputPadding);
                    HeightWidth dilation = (rows.Dilation, columns.Dilation);
                    var groups = channels.Groups;
                    return d.Sample(
                        Inputs(
                            d,
                            channels,
                            [rows.Size, columns.Size],
                            [rows.Kernel, columns.Kernel]
                        ),
                        x =>
                            x[0]
                                .ConvTranspose2d(
                                    x[1],
                                    x.ElementAtOrDefault(2),
                                    stride,
                                    padding,
                                    outputPadding,
                                    dilation,
                                    groups
                                ),
                        x =>
                            x[0]
                                .ConvTranspose2d(
                                    x[1],
                                    x.ElementAtOrDefault(2),
                                    stride,
                                    padding,
                                    outputPadding,
                                    dilation,
                                    groups
                                ),
                        x => TransposedConvolved(x, groups, rows, columns),
                        $"rows: {rows}, columns: {columns}, groups: {groups}"
                    );
                }
            )
            .Throws(
                () => Zeros(3, 4, 4).ConvTranspose2d(Zeros(3, 1, 2, 2)),
                ["(3, 4, 4)", "(N, C, H, W)"]
            )
            .Throws(
                () => Zeros(1, 3, 4, 4).ConvTranspose2d(Zeros(2, 3, 2, 2)),
                ["(1, 3, 4, 4)", "(2, 3, 2, 2)"]
            )
            .Throws(
                () =>
                    Zeros(1, 1, 4, 4)
                        .ConvTranspose2d(Zeros(1, 1, 3, 3), stride: (1, 2), outputPadding: 1),
                ["output padding 1", "stride (1, 2)"]
            )
            .Throws(
                () => Zeros(1, 1, 4, 4).ConvTranspose2d(Zeros(1, 1, 3, 3), dilation: (1, 0)),
                ["dilation (1, 0)"]
            );

    private static Channels TransposedChannels(Draw d) =>
        d.IsLarge ? new Channels(d.Int(2, 3), d.Int(1, 2), 4, 6) : Channels.Of(d);

    /// <summary>x (N, C, …), the weight (C, O/groups, …) and sometimes a bias.</summary>
    private static NdArray[] Inputs(Draw d, Channels channels, int[] sizes, int[] kernel)
    {
        var x = d.Values([channels.Batches, channels.Inputs, .. sizes]);
        var weight = d.Values([channels.Inputs, channels.OutputsOfGroup, .. kernel]);
        return d.Bool() ? [x, weight, d.Values([channels.Outputs])] : [x, weight];
    }

    private static NdArray WithHeight(NdArray x) =>
        x.Reshape([x.Shape[0], x.Shape[1], 1, x.Shape[2]]);

    private static NdArray TransposedConvolved(
        NdArray[] x,
        int groups,
        EnlargedAxis rows,
        EnlargedAxis columns
    )
    {
        var (inputs, outputsOfGroup) = (x[1].Shape[0], x[1].Shape[1]);
        var outputs = groups * outputsOfGroup;
        var shape = Shape.Of(x[0].Shape[0], outputs, rows.Count, columns.Count);
        var y = NdArray.Of(shape, at => x.Length > 2 ? x[2][at[1]] : 0);
        foreach (var at in NdArray.IndicesOf(x[0].Shape))
        {
            foreach (var to in NdArray.IndicesOf([outputsOfGroup, rows.Kernel, columns.Kernel]))
            {
                var output = at[1] / (inputs / groups) * outputsOfGroup + to[0];
                var row = at[2] * rows.Stride + to[1] * rows.Dilation - rows.Padding;
                var column = at[3] * columns.Stride + to[2] * columns.Dilation - columns.Padding;
                if (row >= 0 && row < rows.Count && column >= 0 && column < columns.Count)
                {
                    var place = ((at[0] * outputs + output) * rows.Count + row) * columns.Count;
                    y.Values[place + column] += x[0][at] * x[1][at[1], to[0], to[1], to[2]];
                }
            }
        }
        return y;
    }

    /// <summary>An axis whose elements become windows.</summary>
    private readonly record struct EnlargedAxis(
        int Size,
        int Kernel,
        int Stride,
        int Padding,
        int OutputPadding,
        int Dilation
    )
    {
        /// <summary>An axis that is not there.</summary>
        public static readonly EnlargedAxis Single = new(1, 1, 1, 0, 0, 1);

        public int Count =>
            (Size - 1) * Stride + (Kernel - 1) * Dilation + 1 + OutputPadding - 2 * Padding;

        public static EnlargedAxis Of(Draw d)
        {
            var stride = d.Int(1, 3);
            var axis = new EnlargedAxis(
                d.IsLarge ? d.Int(10, 20) : d.Int(1, 3),
                d.Int(1, 3),
                stride,
                0,
                d.Int(0, stride - 1),
                d.Int(1, 2)
            );
            return axis with { Padding = d.Int(0, Math.Min(2, axis.Count / 2)) };
        }
    }
}
