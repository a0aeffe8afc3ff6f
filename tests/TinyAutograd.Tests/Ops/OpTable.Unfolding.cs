namespace TinyAutograd.Tests.Ops;

/// <content>The rows of windows laid out as columns, and of columns laid back. The references put numbers where they belong.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Unfolding() => [Unfold(), Fold()];

    private static OpRow Unfold() =>
        Op(
                "unfold",
                d =>
                {
                    var (shape, windows) = Windows(d);
                    return d.Sample(
                        [d.Values(shape)],
                        x =>
                            x[0]
                                .Unfold(
                                    windows.Size,
                                    windows.Stride,
                                    windows.Padding,
                                    windows.Dilation
                                ),
                        x =>
                            x[0]
                                .Unfold(
                                    windows.Size,
                                    windows.Stride,
                                    windows.Padding,
                                    windows.Dilation
                                ),
                        x =>
                        {
                            var y = NdArray.Full(windows.UnfoldedOf(shape), 0);
                            windows.Visit(shape, (image, at) => y.Values[at] = x[0].Values[image]);
                            return y;
                        },
                        $"{windows}"
                    );
                }
            )
            .Throws(() => Zeros(1, 4, 4).Unfold(2), ["(1, 4, 4)", "(N, C, H, W)"])
            .Throws(() => Zeros(1, 1, 4, 2).Unfold(3), ["3", "2", "(1, 1, 4, 2)"])
            .Throws(() => Zeros(1, 1, 4, 4).Unfold((2, 0)), ["(2, 0)"])
            .Throws(() => Zeros(1, 1, 4, 4).Unfold(2, stride: 0), ["stride 0"])
            .Throws(() => Zeros(1, 1, 4, 4).Unfold(2, padding: -1), ["padding -1"]);

    private static OpRow Fold() =>
        Op(
                "fold",
                d =>
                {
                    var (shape, windows) = Windows(d);
                    HeightWidth size = (shape[2], shape[3]);
                    return d.Sample(
                        [d.Values(windows.UnfoldedOf(shape))],
                        x =>
                            x[0]
                                .Fold(
                                    size,
                                    windows.Size,
                                    windows.Stride,
                                    windows.Padding,
                                    windows.Dilation
                                ),
                        x =>
                            x[0]
                                .Fold(
                                    size,
                                    windows.Size,
                                    windows.Stride,
                                    windows.Padding,
                                    windows.Dilation
                                ),
                        x =>
                        {
                            var y = NdArray.Full(shape, 0);
                            windows.Visit(shape, (image, at) => y.Values[image] += x[0].Values[at]);
                            return y;
                        },
                        $"outputSize: {size}, {windows}"
                    );
                }
            )
            .Throws(() => Zeros(4, 4).Fold(3, 2), ["(4, 4)", "windows"])
            .Throws(() => Zeros(1, 5, 4).Fold(3, 2), ["(1, 5, 4)", "kernelSize 2"])
            .Throws(() => Zeros(1, 4, 5).Fold(3, 2), ["(1, 1, 3, 3)", "(1, 4, 4)", "(1, 4, 5)"])
            .Throws(() => Zeros(1, 4, 4).Fold(-1, 2), ["outputSize -1"])
            .Throws(() => Zeros(1, 4, 4).Fold(3, (2, 0)), ["kernelSize (2, 0)"])
            .Throws(() => Zeros(1, 4, 4).Fold(3, (0, 2)), ["kernelSize (0, 2)"]);

    /// <summary>An image (N, C, H, W) and windows that fit it.</summary>
    private static (Shape Image, DrawnWindows Windows) Windows(Draw d)
    {
        var longest = d.IsLarge ? 24 : 4;
        var (rows, columns) = (
            SlidingAxis.Of(d, longest, false),
            SlidingAxis.Of(d, longest, false)
        );
        var shape = Shape.Of(
            d.IsLarge ? 3 : d.Int(0, 2),
            d.IsLarge ? 8 : d.Int(0, 2),
            rows.Size,
            columns.Size
        );
        return (shape, new DrawnWindows(rows, columns));
    }

    /// <summary>Windows on an image.</summary>
    private readonly record struct DrawnWindows(SlidingAxis Rows, SlidingAxis Columns)
    {
        public HeightWidth Size => (Rows.Kernel, Columns.Kernel);

        public HeightWidth Stride => (Rows.Stride, Columns.Stride);

        public HeightWidth Padding => (Rows.Padding, Columns.Padding);

        public HeightWidth Dilation => (Rows.Dilation, Columns.Dilation);

        public Shape UnfoldedOf(Shape image) =>
            [image[0], image[1] * Rows.Kernel * Columns.Kernel, Rows.Count * Columns.Count];

        /// <summary>Each element of the image with each place among the windows that it has.</summary>
        public void Visit(Shape image, Action<int, int> pair)
        {
            var lines = UnfoldedOf(image);
            foreach (var at in NdArray.IndicesOf([image[0], image[1], Rows.Count, Columns.Count]))
            {
                foreach (var (i, row) in Rows.Window(at[2]))
                {
                    foreach (var (j, column) in Columns.Window(at[3]))
                    {
                        var plane = at[0] * image[1] + at[1];
                        var line = (at[1] * Rows.Kernel + i) * Columns.Kernel + j;
                        pair(
                            (plane * image[2] + row) * image[3] + column,
                            (at[0] * lines[1] + line) * lines[2] + at[2] * Columns.Count + at[3]
                        );
                    }
                }
            }
        }
    }
}
