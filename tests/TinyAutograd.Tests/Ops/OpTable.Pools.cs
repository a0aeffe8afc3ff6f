namespace TinyAutograd.Tests.Ops;

/// <content>The rows of pools, and the axis that their windows slide along as those of convolutions do.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Pools() =>
        [
            Pool(
                "maxPool2d",
                (x, size, stride, padding) => x.MaxPool2d(size, stride, padding),
                (d, rows, columns) =>
                    PoolSample(
                        d,
                        (rows, columns),
                        (x, size, stride, padding) => x.MaxPool2d(size, stride, padding),
                        (x, size, stride, padding) => x.MaxPool2d(size, stride, padding),
                        window => window.Max(),
                        ""
                    )
            ),
            Pool(
                "avgPool2d",
                (x, size, stride, padding) => x.AvgPool2d(size, stride, padding),
                (d, rows, columns) =>
                {
                    var countIncludePad = d.Bool();
                    var size = rows.Kernel * columns.Kernel;
                    return PoolSample(
                        d,
                        (rows, columns),
                        (x, size, stride, padding) =>
                            x.AvgPool2d(size, stride, padding, countIncludePad),
                        (x, size, stride, padding) =>
                            x.AvgPool2d(size, stride, padding, countIncludePad),
                        window => window.Sum() / (countIncludePad ? size : window.Length),
                        $", countIncludePad: {countIncludePad}"
                    );
                }
            ),
            AdaptivePool(
                "adaptiveMaxPool2d",
                (x, size) => x.AdaptiveMaxPool2d(size),
                (x, size) => x.AdaptiveMaxPool2d(size),
                window => window.Max()
            ),
            AdaptivePool(
                "adaptiveAvgPool2d",
                (x, size) => x.AdaptiveAvgPool2d(size),
                (x, size) => x.AdaptiveAvgPool2d(size),
                window => window.Average()
            ),
            GlobalPool(
                "globalMaxPool2d",
                x => x.GlobalMaxPool2d(),
                x => x.GlobalMaxPool2d(),
                plane => plane.Max()
            ),
            GlobalPool(
                "globalAvgPool2d",
                x => x.GlobalAvgPool2d(),
                x => x.GlobalAvgPool2d(),
                plane => plane.Average()
            ),
        ];

    private static OpRow AdaptivePool(
        string name,
        Func<Variable<double>, HeightWidth, Variable<double>> f64,
        Func<Variable<float>, HeightWidth, Variable<float>> f32,
        Func<double[], double> reference
    ) =>
        Op(
                name,
                d =>
                {
                    var x = PoolInput(d);
                    var (height, width) = (x.Shape[2], x.Shape[3]);
                    HeightWidth size = (d.Int(1, 5), d.Int(1, 5));
                    return d.Sample(
                        [x],
                        x => f64(x[0], size),
                        x => f32(x[0], size),
                        x =>
                            NdArray.Of(
                                [x[0].Shape[0], x[0].Shape[1], size.Height, size.Width],
                                at =>
                                    reference([
                                        .. from row in Part(at[2], height, size.Height)
                                        from column in Part(at[3], width, size.Width)
                                        select x[0][at[0], at[1], row, column],
                                    ])
                            ),
                        $"outputSize: {size}"
                    );
                }
            )
            .Throws(() => f64(Zeros(1, 4, 4), 2), ["(1, 4, 4)", "(N, C, H, W)"])
            .Throws(() => f64(Zeros(1, 1, 4, 0), 2), ["(1, 1, 4, 0)", "above 0"])
            .Throws(() => f64(Zeros(1, 1, 4, 4), (0, 2)), ["outputSize (0, 2)"])
            .Throws(() => f64(Zeros(1, 1, 4, 4), (2, 0)), ["outputSize (2, 0)"]);

    private static OpRow GlobalPool(
        string name,
        Func<Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>> f32,
        Func<double[], double> reference
    ) =>
        Op(
                name,
                d =>
                    d.Sample(
                        [PoolInput(d)],
                        x => f64(x[0]),
                        x => f32(x[0]),
                        x => x[0].Reduce([2, 3], false, reference)
                    )
            )
            .Throws(() => f64(Zeros(1, 4, 4)), ["(1, 4, 4)", "(N, C, H, W)"])
            .Throws(() => f64(Zeros(1, 1, 4, 0)), ["(1, 1, 4, 0)", "above 0"]);

    /// <summary>An image (N, C, H, W) without ties.</summary>
    private static NdArray PoolInput(Draw d)
    {
        var longest = d.IsLarge ? 60 : 5;
        var (batches, channels) = d.IsLarge ? (2, 4) : (d.Size(), d.Int(1, 2));
        return d.Distinct([batches, channels, d.Int(longest / 2, longest), d.Int(1, longest)]);
    }

    /// <summary>The elements whose cells [i, i + 1) overlap one of so many equal parts of an axis.</summary>
    private static IEnumerable<int> Part(int part, int size, int count) =>
        Enumerable
            .Range(0, size)
            .Where(i => i * count < (part + 1) * size && (i + 1) * count > part * size);

    private static OpRow Pool(
        string name,
        Func<Variable<double>, HeightWidth, HeightWidth?, HeightWidth?, Variable<double>> call,
        Func<Draw, SlidingAxis, SlidingAxis, OpSample> draw
    ) =>
        Op(
                name,
                d =>
                    draw(
                        d,
                        SlidingAxis.OfPool(d, longest: d.IsLarge ? 60 : 4),
                        SlidingAxis.OfPool(d, longest: d.IsLarge ? 60 : 4)
                    )
            )
            .Throws(() => call(Zeros(1, 4, 4), 2, null, null), ["(1, 4, 4)", "(N, C, H, W)"])
            .Throws(() => call(Zeros(1, 1, 0, 4), 1, null, null), ["(1, 1, 0, 4)", "above 0"])
            .Throws(() => call(Zeros(1, 1, 2, 4), (3, 2), null, null), ["(3, 2)", "(1, 1, 2, 4)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), (0, 2), null, null), ["kernelSize (0, 2)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), (0, 2), 1, null), ["kernelSize (0, 2)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), (2, 0), 1, null), ["kernelSize (2, 0)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), 2, (0, 1), null), ["stride (0, 1)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), 3, null, (2, 0)), ["padding (2, 0)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), 3, null, (0, 2)), ["padding (0, 2)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), 2, (1, 0), null), ["stride (1, 0)"])
            .Throws(() => call(Zeros(1, 1, 4, 4), 3, null, 2), ["padding 2"])
            .Throws(() => call(Zeros(1, 1, 4, 4), 3, null, -1), ["padding -1"]);

    private static OpSample PoolSample(
        Draw d,
        (SlidingAxis Rows, SlidingAxis Columns) axes,
        Func<Variable<double>, HeightWidth, HeightWidth?, HeightWidth?, Variable<double>> f64,
        Func<Variable<float>, HeightWidth, HeightWidth?, HeightWidth?, Variable<float>> f32,
        Func<double[], double> reference,
        string attributes
    )
    {
        var (rows, columns) = axes;
        HeightWidth size = (rows.Kernel, columns.Kernel);
        HeightWidth? stride = (rows.Stride, columns.Stride);
        HeightWidth? padding = (rows.Padding, columns.Padding);
        stride = stride == size && d.Bool() ? null : stride; // which is the default
        padding = padding == 0 && d.Bool() ? null : padding;
        var (batches, channels) = d.IsLarge
            ? (2, 4)
            : (d.Int(0, 9) == 0 ? 0 : d.Int(1, 2), d.Int(0, 9) == 0 ? 0 : d.Int(1, 2));
        return d.Sample(
            [d.Distinct([batches, channels, rows.Size, columns.Size])],
            x => f64(x[0], size, stride, padding),
            x => f32(x[0], size, stride, padding),
            x =>
                NdArray.Of(
                    [batches, channels, rows.Count, columns.Count],
                    at =>
                        reference([
                            .. from row in rows.Window(at[2])
                            from column in columns.Window(at[3])
                            select x[0][at[0], at[1], row.Place, column.Place],
                        ])
                ),
            $"rows: {rows}, columns: {columns}{attributes}"
        );
    }

    /// <summary>An axis of some size that a window slides along.</summary>
    private readonly record struct SlidingAxis(
        int Size,
        int Kernel,
        int Stride,
        int Padding,
        int Dilation
    )
    {
        /// <summary>An axis that is not there.</summary>
        public static readonly SlidingAxis Single = new(1, 1, 1, 0, 1);

        /// <summary>Number of windows, each of which begins at a multiple of the stride and ends within the padded axis.</summary>
        public int Count
        {
            get
            {
                var count = 0;
                for (
                    var start = -Padding;
                    start + (Kernel - 1) * Dilation < Size + Padding;
                    start += Stride
                )
                {
                    count++;
                }
                return count;
            }
        }

        /// <summary>The places within the axis that a window covers, each with its number in the window.</summary>
        public IEnumerable<(int Number, int Place)> Window(int window)
        {
            for (var number = 0; number < Kernel; number++)
            {
                var place = window * Stride - Padding + number * Dilation;
                if (place >= 0 && place < Size)
                {
                    yield return (number, place);
                }
            }
        }

        /// <summary>An axis of a convolution, which the kernel may cover.</summary>
        public static SlidingAxis Of(Draw d, int longest, bool isCovered)
        {
            var axis = new SlidingAxis(0, d.Int(1, 3), d.Int(1, 3), d.Int(0, 2), d.Int(1, 2));
            if (isCovered)
            {
                return axis with { Size = axis.Kernel, Dilation = 1 };
            }
            // From the size where one window fits, which padding may make possible on an axis of size 0.
            var least = Math.Max(0, (axis.Kernel - 1) * axis.Dilation + 1 - 2 * axis.Padding);
            return axis with
            {
                Size = d.Int(d.IsLarge ? longest / 2 : least, Math.Max(least, longest)),
            };
        }

        public static SlidingAxis OfPool(Draw d, int longest)
        {
            var kernel = d.Int(1, 3);
            var axis = new SlidingAxis(0, kernel, d.Int(1, 3), d.Int(0, kernel / 2), 1);
            var least = Math.Max(1, kernel - 2 * axis.Padding);
            return axis with
            {
                Size = d.Int(d.IsLarge ? longest / 2 : least, Math.Max(least, longest)),
            };
        }
    }
}
