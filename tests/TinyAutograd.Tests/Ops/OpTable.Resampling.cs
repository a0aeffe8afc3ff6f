namespace TinyAutograd.Tests.Ops;

/// <content>The rows of images in another size. The references interpolate along one axis after the other.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Resampling() =>
        [
            Upsample(
                "upsampleNearest2d",
                (x, size, _) => x.UpsampleNearest2d(size),
                (x, size, _) => x.UpsampleNearest2d(size),
                (values, count, _) =>
                    [.. Enumerable.Range(0, count).Select(i => values[i * values.Length / count])]
            ),
            Upsample(
                "upsampleBilinear2d",
                (x, size, alignCorners) => x.UpsampleBilinear2d(size, alignCorners),
                (x, size, alignCorners) => x.UpsampleBilinear2d(size, alignCorners),
                Interpolated
            ),
        ];

    private static OpRow Upsample(
        string name,
        Func<Variable<double>, HeightWidth, bool, Variable<double>> f64,
        Func<Variable<float>, HeightWidth, bool, Variable<float>> f32,
        Func<double[], int, bool, double[]> line
    ) =>
        Op(
                name,
                d =>
                {
                    var longest = d.IsLarge ? 60 : 4;
                    var (batches, channels) = d.IsLarge ? (2, 4) : (d.Size(), d.Int(1, 2));
                    var shape = Shape.Of(batches, channels, d.Int(1, longest), d.Int(1, longest));
                    HeightWidth size = (d.Int(1, 2 * longest), d.Int(1, 2 * longest));
                    var alignCorners = d.Bool();
                    return d.Sample(
                        [d.Values(shape)],
                        x => f64(x[0], size, alignCorners),
                        x => f32(x[0], size, alignCorners),
                        x =>
                        {
                            var tall = x[0].MapRows(2, Line(size.Height), size.Height);
                            return tall.MapRows(3, Line(size.Width), size.Width);
                        },
                        $"outputSize: {size}, alignCorners: {alignCorners}"
                    );

                    Func<double[], double[]> Line(int count) =>
                        values => line(values, count, alignCorners);
                }
            )
            .Throws(() => f64(Zeros(1, 4, 4), 2, false), ["(1, 4, 4)", "(N, C, H, W)"])
            .Throws(() => f64(Zeros(1, 1, 0, 4), 2, false), ["(1, 1, 0, 4)", "above 0"])
            .Throws(() => f64(Zeros(1, 1, 4, 0), 2, false), ["(1, 1, 4, 0)", "above 0"])
            .Throws(() => f64(Zeros(1, 1, 4, 4), (2, 0), false), ["outputSize (2, 0)"])
            .Throws(() => f64(Zeros(1, 1, 4, 4), (0, 2), false), ["outputSize (0, 2)"]);

    /// <summary>A polygon through the values, whose ends go on level, read at as many places.</summary>
    private static double[] Interpolated(double[] values, int count, bool alignCorners)
    {
        var y = new double[count];
        for (var i = 0; i < count; i++)
        {
            var place =
                !alignCorners ? (2.0 * i + 1) * values.Length / (2 * count) - 0.5
                : count == 1 ? 0
                : (double)i * (values.Length - 1) / (count - 1);
            // Each value is the tip of a tent over its neighbourhood.
            var clamped = Math.Clamp(place, 0, values.Length - 1);
            y[i] = values
                .Select((value, at) => value * Math.Max(0, 1 - Math.Abs(clamped - at)))
                .Sum();
        }
        return y;
    }
}
