using System.CommandLine;
using System.Globalization;

namespace TinyAutograd.Benchmarks;

/// <summary><c>gemm</c>: matrix products, as they stand and transposed, and the peak of multiply-adds in turns with each.</summary>
internal static class GemmCommand
{
    // A machine that others share changes its speed within a second: both sides of a ratio are measured close to each other.
    private const int TurnCount = 10;

    private static readonly string[] Squares =
    [
        "64x64x64",
        "128x128x128",
        "256x256x256",
        "512x512x512",
        "768x768x768",
        "2048x2048x2048",
    ];

    // Of lab-tiny-b32, lab-mid, nano-char and gpt2-124M: queries, keys and values; the output of attention; the two of the feed-forward network.
    private static readonly string[] Layers =
    [
        "512x96x32",
        "512x32x32",
        "512x128x32",
        "512x32x128",
        "512x192x64",
        "512x64x64",
        "512x256x64",
        "512x64x256",
        "2048x1152x384",
        "2048x384x384",
        "2048x1536x384",
        "2048x384x1536",
        "256x2304x768",
        "256x768x768",
        "256x3072x768",
        "256x768x3072",
    ];

    private static readonly string[] Heads = ["512x27x32", "2048x65x384", "256x50257x768"];

    private sealed record Product(string Name, GemmShape Shape, string Variant);

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var shapes = MeasuringCommand.List("--shapes", "Products as rows x columns x terms.", "");
        var variants = MeasuringCommand.List(
            "--variants",
            "N as it stands, T transposed, of both operands; for --shapes.",
            "NN,NT,TN"
        );
        var layers = MeasuringCommand.List(
            "--layers",
            "Linear layers as rows x outputs x inputs: what they compute, and the gradients of input (dX) and weights (dW).",
            ""
        );
        var heads = MeasuringCommand.List(
            "--heads",
            "The same for weights that are stored as outputs x inputs.",
            ""
        );
        return MeasuringCommand.Create(
            "gemm",
            "Matrix products in float: operations per second, and share of the peak. Squares, and the layers and heads of the configurations, unless told.",
            output,
            (m, parsed) =>
            {
                var products = ProductsOf(
                    parsed.GetValue(shapes)!,
                    parsed.GetValue(variants)!,
                    parsed.GetValue(layers)!,
                    parsed.GetValue(heads)!
                );
                foreach (var product in products)
                {
                    Measure(m, product);
                }
                return 0;
            },
            shapes,
            variants,
            layers,
            heads
        );
    }

    private static Product[] ProductsOf(
        string[] shapes,
        string[] variants,
        string[] layers,
        string[] heads
    )
    {
        if (shapes.Length + layers.Length + heads.Length == 0)
        {
            (shapes, layers, heads) = (Squares, Layers, Heads);
        }
        return
        [
            .. shapes.SelectMany(text =>
                variants.Select(variant => new Product("product", ShapeOf(text), variant))
            ),
            .. layers.SelectMany(text => OfLinear(ShapeOf(text), "NN", "NT")),
            .. heads.SelectMany(text => OfLinear(ShapeOf(text), "NT", "NN")),
        ];
    }

    // y = x·W or x·Wᵀ, dX = dY·Wᵀ or dY·W, dW = xᵀ·dY or its transpose dYᵀ·x.
    private static Product[] OfLinear(GemmShape s, string forward, string backward) =>
        [
            new("forward", s, forward),
            new("dX", new GemmShape(s.M, s.K, s.N), backward),
            new(
                "dW",
                forward == "NN" ? new GemmShape(s.K, s.N, s.M) : new GemmShape(s.N, s.K, s.M),
                "TN"
            ),
        ];

    private static void Measure(Measurement m, Product product)
    {
        var (name, shape, variant) = product;
        var flops = 2.0 * shape.M * shape.N * shape.K;
        var peaks = new double[TurnCount];
        var times = new Timing[TurnCount];
        var work = WorkOf(shape, variant, out var repetitions);
        for (var turn = 0; turn < TurnCount; turn++)
        {
            peaks[turn] = MachineLimits.FlopsOf(m.ThreadCount, m.Length / TurnCount / 4);
            times[turn] = Timing.Of(m.Length / TurnCount, repetitions, work);
        }
        var timing = Timing.Of([.. times.Select(time => time.Median)]);
        var shares = times.Zip(peaks, (time, peak) => flops / time.Best / peak);
        m.Report.Line(
            "gemm",
            ("shape", $"{shape.M}x{shape.N}x{shape.K}"),
            ("variant", variant),
            ("of", name),
            ("threads", m.ThreadCount),
            ("microseconds", timing.Median * 1e6),
            ("gflops", flops / timing.Median / 1e9),
            ("bestGflops", flops / times.Min(time => time.Best) / 1e9),
            ("peakGflops", peaks.Max() / 1e9),
            ("shareOfPeak", shares.Order().ElementAt(TurnCount / 2))
        );
    }

    private static Action WorkOf(GemmShape shape, string variant, out int repetitions)
    {
        var product = variant switch
        {
            "NN" => shape,
            "NT" => shape with { TransposeB = true },
            "TN" => shape with { TransposeA = true },
            "TT" => shape with { TransposeA = true, TransposeB = true },
            _ => throw new ArgumentException($"The variant '{variant}' is not NN, NT, TN or TT."),
        };
        var a = Filled(shape.M * shape.K);
        var b = Filled(shape.K * shape.N);
        var c = Filled(shape.M * shape.N);
        // At least about 20 microseconds a time, which the clock can tell.
        repetitions = (int)Math.Clamp(2e6 / ((double)shape.M * shape.N * shape.K), 1, 1_000_000);
        return () => Gemm.Multiply<float>(product, a, b, c);
    }

    private static float[] Filled(int length)
    {
        var numbers = GC.AllocateUninitializedArray<float>(length);
        var random = new RandomGenerator(length);
        for (var i = 0; i < length; i++)
        {
            numbers[i] = (float)(random.NextUInt32() / 4294967296.0 - 0.5);
        }
        return numbers;
    }

    private static GemmShape ShapeOf(string text)
    {
        var sizes = new int[3];
        var words = text.Split('x');
        for (var i = 0; i < 3; i++)
        {
            if (
                words.Length != 3
                || !int.TryParse(words[i], CultureInfo.InvariantCulture, out sizes[i])
                || sizes[i] < 1
            )
            {
                throw new ArgumentException(
                    $"The shape '{text}' is not rows x columns x terms, for example 64x64x64."
                );
            }
        }
        return new GemmShape(sizes[0], sizes[1], sizes[2]);
    }
}
