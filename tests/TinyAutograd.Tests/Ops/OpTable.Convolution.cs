namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Convolution</c>; pools, transposed convolutions and resampling have files of their own.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Convolution() =>
        [
            Conv1d(),
            Conv2d(),
            .. TransposedConvolution(),
            .. Unfolding(),
            .. Pools(),
            .. PoolsOfRows(),
            .. Resampling(),
        ];

    private static OpRow Conv1d() =>
        Op("conv1d", d => Conv1dSample(d, Channels.Of(d), d.Int(0, 3) == 0))
            .Throws(() => Zeros(3, 4).Conv1d(Zeros(1, 3, 2)), ["(3, 4)", "(1, 3, 2)", "(N, C, L)"])
            .Throws(() => Zeros(1, 3, 4).Conv1d(Zeros(1, 2, 2)), ["(1, 3, 4)", "(1, 2, 2)", "3"])
            .Throws(
                () => Zeros(1, 4, 5).Conv1d(Zeros(3, 2, 2), groups: 2),
                ["(3, 2, 2)", "2 groups"]
            )
            .Throws(
                () => Zeros(1, 1, 4).Conv1d(Zeros(1, 1, 3), dilation: 2),
                ["(1, 1, 3)", "5", "(1, 1, 4)"]
            )
            .Throws(() => Zeros(1, 1, 4).Conv1d(Zeros(1, 1, 7), padding: 1), ["7", "6"])
            .Throws(() => Zeros(1, 1, 4).Conv1d(Zeros(1, 1, 0)), ["(1, 1, 0)"])
            .Throws(() => Zeros(1, 1, 4).Conv1d(Zeros(2, 1, 3), Zeros(3)), ["(3)", "(2)"])
            .Throws(() => Zeros(1, 1, 4).Conv1d(Zeros(1, 1, 3), stride: 0), ["stride 0"])
            .Throws(() => Zeros(1, 1, 4).Conv1d(Zeros(1, 1, 3), padding: -1), ["padding -1"])
            .Throws(() => Zeros(1, 1, 4).Conv1d(Zeros(1, 1, 3), dilation: 0), ["dilation 0"])
            .Throws(() => Zeros(1, 1, 4).Conv1d(Zeros(1, 1, 3), groups: 0), ["groups 0"]) with
        {
            Large = d => Conv1dSample(d, new Channels(d.Int(2, 4), d.Int(1, 2), 8, 6), false),
        };

    private static OpRow Conv2d() =>
        Op("conv2d", d => Conv2dSample(d, Channels.Of(d), d.Int(0, 3) == 0))
            .Throws(
                () => Zeros(3, 4, 4).Conv2d(Zeros(1, 3, 2, 2)),
                ["(3, 4, 4)", "(1, 3, 2, 2)", "(N, C, H, W)"]
            )
            .Throws(
                () => Zeros(1, 3, 4, 4).Conv2d(Zeros(1, 2, 2, 2)),
                ["(1, 3, 4, 4)", "(1, 2, 2, 2)"]
            )
            .Throws(
                () => Zeros(1, 1, 4, 2).Conv2d(Zeros(1, 1, 3, 3)),
                ["(1, 1, 3, 3)", "3", "2", "(1, 1, 4, 2)"]
            )
            .Throws(() => Zeros(1, 1, 4, 4).Conv2d(Zeros(2, 1, 3, 3), Zeros(1)), ["(1)", "(2)"])
            .Throws(
                () => Zeros(1, 1, 4, 4).Conv2d(Zeros(1, 1, 3, 3), stride: (1, 0)),
                ["stride (1, 0)"]
            )
            .Throws(
                () => Zeros(1, 1, 4, 4).Conv2d(Zeros(1, 1, 3, 3), stride: (0, 1)),
                ["stride (0, 1)"]
            )
            .Throws(
                () => Zeros(1, 1, 4, 4).Conv2d(Zeros(1, 1, 3, 3), dilation: (0, 1)),
                ["dilation (0, 1)"]
            )
            .Throws(
                () => Zeros(1, 1, 4, 4).Conv2d(Zeros(1, 1, 3, 3), padding: (0, -1)),
                ["padding (0, -1)"]
            )
            .Throws(
                () => Zeros(1, 1, 4, 4).Conv2d(Zeros(1, 1, 3, 3), padding: (-1, 0)),
                ["padding (-1, 0)"]
            ) with
        {
            Large = d => Conv2dSample(d, new Channels(d.Int(2, 3), d.Int(1, 2), 4, 4), false),
        };

    // With hasOneShape, x and weight have it, so that they may be one variable.
    private static OpSample Conv1dSample(Draw d, Channels channels, bool hasOneShape)
    {
        channels = hasOneShape ? channels.WithOneShape() : channels;
        var axis = SlidingAxis.Of(d, d.IsLarge ? 200 : 4, hasOneShape);
        var x = d.Values([channels.Batches, channels.Inputs, axis.Size]);
        var weight = d.Values([channels.Outputs, channels.InputsOfGroup, axis.Kernel]);
        var hasBias = d.Bool();
        return d.Sample(
            hasBias ? [x, weight, d.Values([channels.Outputs])] : [x, weight],
            x =>
                x[0]
                    .Conv1d(
                        x[1],
                        x.ElementAtOrDefault(2),
                        axis.Stride,
                        axis.Padding,
                        axis.Dilation,
                        channels.Groups
                    ),
            x =>
                x[0]
                    .Conv1d(
                        x[1],
                        x.ElementAtOrDefault(2),
                        axis.Stride,
                        axis.Padding,
                        axis.Dilation,
                        channels.Groups
                    ),
            x =>
                Convolved(
                        [WithHeight(x[0]), WithHeight(x[1]), .. x[2..]],
                        channels.Groups,
                        SlidingAxis.Single,
                        axis
                    )
                    .Reshape([channels.Batches, channels.Outputs, axis.Count]),
            $"{axis}, groups: {channels.Groups}"
        );

        static NdArray WithHeight(NdArray x) => x.Reshape([x.Shape[0], x.Shape[1], 1, x.Shape[2]]);
    }

    private static OpSample Conv2dSample(Draw d, Channels channels, bool hasOneShape)
    {
        channels = hasOneShape ? channels.WithOneShape() : channels;
        var (rows, columns) = (
            SlidingAxis.Of(d, d.IsLarge ? 24 : 3, hasOneShape),
            SlidingAxis.Of(d, d.IsLarge ? 24 : 3, hasOneShape)
        );
        var x = d.Values([channels.Batches, channels.Inputs, rows.Size, columns.Size]);
        var weight = d.Values([
            channels.Outputs,
            channels.InputsOfGroup,
            rows.Kernel,
            columns.Kernel,
        ]);
        HeightWidth stride = (rows.Stride, columns.Stride);
        HeightWidth padding = (rows.Padding, columns.Padding);
        HeightWidth dilation = (rows.Dilation, columns.Dilation);
        var groups = channels.Groups;
        return d.Sample(
            d.Bool() ? [x, weight, d.Values([channels.Outputs])] : [x, weight],
            x => x[0].Conv2d(x[1], x.ElementAtOrDefault(2), stride, padding, dilation, groups),
            x => x[0].Conv2d(x[1], x.ElementAtOrDefault(2), stride, padding, dilation, groups),
            x => Convolved(x, groups, rows, columns),
            $"rows: {rows}, columns: {columns}, groups: {groups}"
        );
    }

    /// <summary>The convolution of (N, C, H, W) with (O, C/groups, KH, KW), and a bias if there is one.</summary>
    private static NdArray Convolved(NdArray[] x, int groups, SlidingAxis rows, SlidingAxis columns)
    {
        var (batches, outputs, inputsOfGroup) = (x[0].Shape[0], x[1].Shape[0], x[1].Shape[1]);
        return NdArray.Of(
            [batches, outputs, rows.Count, columns.Count],
            at =>
            {
                var firstInput = at[1] / (outputs / groups) * inputsOfGroup;
                var sum = x.Length > 2 ? x[2][at[1]] : 0;
                for (var c = 0; c < inputsOfGroup; c++)
                {
                    foreach (var (i, row) in rows.Window(at[2]))
                    {
                        foreach (var (j, column) in columns.Window(at[3]))
                        {
                            sum += x[0][at[0], firstInput + c, row, column] * x[1][at[1], c, i, j];
                        }
                    }
                }
                return sum;
            }
        );
    }

    /// <summary>Sizes of the axes that a window does not slide along.</summary>
    private readonly record struct Channels(
        int Batches,
        int Groups,
        int InputsOfGroup,
        int OutputsOfGroup
    )
    {
        public int Inputs => Groups * InputsOfGroup;

        public int Outputs => Groups * OutputsOfGroup;

        public static Channels Of(Draw d) =>
            new(
                d.Int(0, 9) == 0 ? 0 : d.Int(1, 2),
                d.Int(1, 3),
                d.Int(0, 9) == 0 ? 0 : d.Int(1, 2),
                d.Int(0, 9) == 0 ? 0 : d.Int(1, 2)
            );

        /// <summary>One group, and as many outputs as images.</summary>
        public Channels WithOneShape() => new(Batches, 1, InputsOfGroup, Batches);
    }
}
