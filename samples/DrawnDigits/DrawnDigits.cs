using TinyAutograd;

/// <summary>Images of digits, drawn by a pen that is moved, turned, stretched and pressed at random: data for samples, without a download.</summary>
internal static class DrawnDigits
{
    /// <summary>Pixels along each side.</summary>
    public const int Size = 14;

    // The pen's ways in a box one wide and one high, y downwards: for each digit strokes of points, x before y.
    private static readonly double[][][] Strokes =
    [
        [Ellipse(0.5, 0.5, 0.4, 0.5)],
        [
            [0.2, 0.25, 0.55, 0, 0.55, 1],
        ],
        [
            [0.12, 0.25, 0.3, 0.04, 0.65, 0.02, 0.87, 0.25, 0.75, 0.52, 0.1, 1, 0.92, 1],
        ],
        [
            [
                0.12,
                0.1,
                0.5,
                0,
                0.82,
                0.15,
                0.78,
                0.38,
                0.42,
                0.47,
                0.85,
                0.6,
                0.85,
                0.86,
                0.5,
                1,
                0.1,
                0.9,
            ],
        ],
        [
            [0.7, 1, 0.7, 0, 0.05, 0.68, 0.95, 0.68],
        ],
        [
            [0.88, 0, 0.22, 0, 0.17, 0.45, 0.6, 0.4, 0.9, 0.65, 0.78, 0.93, 0.4, 1, 0.1, 0.9],
        ],
        [
            [
                0.75,
                0.02,
                0.35,
                0.25,
                0.13,
                0.65,
                0.25,
                0.93,
                0.55,
                1,
                0.85,
                0.85,
                0.82,
                0.6,
                0.5,
                0.5,
                0.18,
                0.65,
            ],
        ],
        [
            [0.08, 0, 0.92, 0, 0.4, 1],
        ],
        [Ellipse(0.5, 0.24, 0.3, 0.24), Ellipse(0.5, 0.74, 0.38, 0.26)],
        [
            [
                0.25,
                0.98,
                0.65,
                0.75,
                0.87,
                0.35,
                0.75,
                0.07,
                0.45,
                0,
                0.15,
                0.15,
                0.18,
                0.4,
                0.5,
                0.5,
                0.82,
                0.35,
            ],
        ],
    ];

    /// <summary>Draws digits, each of the ten equally often (as nearly as the number allows), in random order.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="noise">Standard deviation of what is added to each pixel, 0 for clean paper.</param>
    /// <returns>Images (count, 1, 14, 14), 0 for paper and 1 for ink, and which digit each is, (count).</returns>
    public static (Variable<double> Images, Indices Digits) Draw(
        int count,
        RandomGenerator random,
        double noise = 0
    )
    {
        var digits = Enumerable.Range(0, count).Select(i => i % 10).ToArray();
        random.Shuffle(digits.AsSpan());
        var pixels = digits.SelectMany(digit => Draw(Strokes[digit], random)).ToArray();
        for (var i = 0; i < pixels.Length && noise > 0; i++)
        {
            pixels[i] = Math.Clamp(pixels[i] + noise * random.NextNormal(), 0, 1);
        }
        return (Variable.Of<double>(pixels, [count, 1, Size, Size]), Indices.Of(digits));
    }

    /// <summary>Images side by side as lines of text, from · (paper) to █ (ink).</summary>
    /// <param name="images">(count, …), the rest being the pixels of one image.</param>
    public static string Text(Variable<double> images)
    {
        var pixels = images.ToArray();
        var lines = Enumerable
            .Range(0, Size)
            .Select(row =>
                string.Join("  ", pixels.Chunk(Size * Size).Select(image => Line(image, row)))
            );
        return string.Join('\n', lines);

        static string Line(double[] image, int row) =>
            string.Concat(
                image[(row * Size)..((row + 1) * Size)].Select(ink => "·░▒▓█"[(int)(4.999 * ink)])
            );
    }

    private static double[] Draw(double[][] strokes, RandomGenerator random)
    {
        var (width, height) = (Between(5.5, 8), Between(8.5, 11)); // pixels
        var (x0, y0) = (Size / 2.0 + Between(-1.2, 1.2), Size / 2.0 + Between(-1.2, 1.2)); // the middle
        var slant = Between(-0.25, 0.25);
        var (sin, cos) = Math.SinCos(Between(-0.15, 0.15));
        var radius = Between(0.45, 0.9); // of the pen
        var ways = strokes.Select(stroke =>
            stroke.Chunk(2).Select(point => Place(point[0] - 0.5, point[1] - 0.5)).ToArray()
        );
        var lines = ways.SelectMany(way => way.Zip(way.Skip(1))).ToArray();
        var pixels = new double[Size * Size];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % Size + 0.5, i / Size + 0.5);
            var distance = lines.Min(line => Distance(x, y, line.First, line.Second));
            pixels[i] = Math.Clamp(radius + 0.5 - distance, 0, 1); // an edge one pixel wide
        }
        return pixels;

        double Between(double low, double high) => low + (high - low) * random.NextDouble();

        (double X, double Y) Place(double x, double y)
        {
            (x, y) = (width * (x - slant * y), height * y);
            return (x0 + cos * x - sin * y, y0 + sin * x + cos * y);
        }
    }

    /// <summary>How far a point is from the line between two others.</summary>
    private static double Distance(
        double x,
        double y,
        (double X, double Y) from,
        (double X, double Y) to
    )
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var along = ((x - from.X) * dx + (y - from.Y) * dy) / (dx * dx + dy * dy);
        var share = Math.Clamp(along, 0, 1);
        return double.Hypot(x - from.X - share * dx, y - from.Y - share * dy);
    }

    private static double[] Ellipse(double x, double y, double width, double height) =>
        [
            .. Enumerable
                .Range(0, 13)
                .Select(i => Math.SinCos(i * Math.PI / 6))
                .SelectMany(angle => new[] { x + width * angle.Cos, y + height * angle.Sin }),
        ];
}
