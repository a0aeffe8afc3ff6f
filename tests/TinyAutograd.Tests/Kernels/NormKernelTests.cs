using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

[Collection(nameof(WorkerPoolCollection))]
public sealed class NormKernelTests : IDisposable
{
    private readonly int degree = WorkerPool.Degree;

    public static TheoryData<int, int> Sizes =>
        new()
        {
            { 1, 1 },
            { 3, 2 },
            { 5, 16 },
            { 7, 27 },
            { 9, 4 }, // one, two or four whole vectors, with the next ones, at some width
            { 9, 8 },
            { 300, 16 },
            { 33, 32 },
            { 40, 64 },
            { 300, 45 },
            { 4, 1000 },
            { 0, 8 },
        };

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Values_and_gradients_agree_with_the_formulas(int rows, int length)
    {
        foreach (var centers in new[] { true, false })
        {
            foreach (var hasWeight in new[] { true, false })
            {
                CheckNorm<double>(rows, length, centers, hasWeight, 1e-12);
                CheckNorm<float>(rows, length, centers, hasWeight, 2e-4);
            }
        }
    }

    [Theory]
    [InlineData(48)]
    [InlineData(16)]
    public void A_large_common_offset_costs_hardly_a_digit(int length)
    {
        var x = new Numbers(5)
            .Array<double>(length)
            .Select(v => Math.Round(v * 1048576) / 1048576)
            .ToArray();
        var shifted = x.Select(v => v + 65536).ToArray(); // exact
        var (y, z) = (new double[length], new double[length]);
        var (mean, scale) = (new double[1], new double[1]);
        NormKernel.LayerNorm<double>(x, [], [], y, mean, scale, length, 1e-5);
        NormKernel.LayerNorm<double>(shifted, [], [], z, mean, scale, length, 1e-5);
        for (var i = 0; i < length; i++)
        {
            Assert.Equal(y[i], z[i], 1e-11);
        }
    }

    // In float half a digit of the mean is half a hundredth: what the differences from it sum to is taken off once more.
    [Theory]
    [InlineData(1000)]
    [InlineData(32)]
    public void The_rounding_of_the_mean_is_corrected(int length)
    {
        const float offset = 65536;
        var x = new Numbers(5)
            .Array<float>(length)
            .Select(v => MathF.Round(v * 128) / 128)
            .ToArray();
        var shifted = x.Select(v => v + offset).ToArray(); // exact
        var (y, z) = (new float[length], new float[length]);
        var (mean, scale) = (new float[1], new float[1]);
        NormKernel.LayerNorm<float>(x, [], [], y, mean, scale, length, 1e-5f);
        NormKernel.LayerNorm<float>(shifted, [], [], z, mean, scale, length, 1e-5f);
        // The sums of squares, of which the scales come, are off by at most length·ε, and |y| is below 2. Uncorrected z is off by up to 0.007.
        for (var i = 0; i < length; i++)
        {
            Assert.Equal(y[i], z[i], 2 * length * 1.2e-7f);
        }
        Assert.Equal(x.Average(v => (double)v), mean[0] - offset, 1.0 / 128); // a unit of the last place of 65536
    }

    // A plain sum of them is off by several units of the last place of the mean.
    [Fact]
    public void The_mean_of_equal_numbers_is_that_number()
    {
        var x = Enumerable.Repeat(65536 + 1 / 128f, 100_000).ToArray();
        var (y, mean, scale) = (new float[x.Length], new float[1], new float[1]);
        NormKernel.LayerNorm<float>(x, [], [], y, mean, scale, x.Length, 1e-5f);
        Assert.Equal(x[0], mean[0]);
        Assert.All(y, v => Assert.Equal(0, v, 1e-3f));
    }

    [Fact]
    public void Rows_of_more_elements_than_32_bits_count_are_refused() =>
        Assert.Throws<OverflowException>(() =>
            NormKernel.LayerNorm<float>(
                [],
                [],
                [],
                [],
                new float[65536],
                new float[65536],
                65536,
                1e-5f
            )
        );

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var (rows, length) = (700, 27);
        var x = new Numbers(1).Array<float>(rows * length);
        var dy = new Numbers(2).Array<float>(rows * length);
        var weight = new Numbers(3).Array<float>(length);
        float[] All(int threads)
        {
            WorkerPool.Degree = threads;
            var (y, dx) = (new float[x.Length], new float[x.Length]);
            var (mean, scale) = (new float[rows], new float[rows]);
            var (dw, db) = (new float[length], new float[length]);
            NormKernel.LayerNorm<float>(x, weight, weight, y, mean, scale, length, 1e-5f);
            NormKernel.LayerNormBackward<float>(x, weight, mean, scale, dy, dx, dw, db, length);
            return [.. y, .. mean, .. scale, .. dx, .. dw, .. db];
        }

        var expected = All(1);
        Assert.Equal(expected, All(2));
        Assert.Equal(expected, All(4));
    }

    [Fact]
    public void Gradients_that_are_not_wanted_are_left_out_and_the_upstream_may_be_overwritten()
    {
        var (rows, length) = (9, 20);
        var x = new Numbers(1).Array<double>(rows * length);
        var dy = new Numbers(2).Array<double>(rows * length);
        var weight = new Numbers(3).Array<double>(length);
        var (y, mean, scale) = (new double[x.Length], new double[rows], new double[rows]);
        NormKernel.LayerNorm<double>(x, weight, [], y, mean, scale, length, 1e-5);
        var (dx, dw, db) = (new double[x.Length], new double[length], new double[length]);
        NormKernel.LayerNormBackward<double>(x, weight, mean, scale, dy, dx, dw, db, length);
        var (dwAlone, dbAlone) = (new double[length], new double[length]);
        NormKernel.LayerNormBackward<double>(x, weight, mean, scale, dy, [], dwAlone, [], length);
        NormKernel.LayerNormBackward<double>(x, weight, mean, scale, dy, [], [], dbAlone, length);
        Assert.Equal(dw, dwAlone);
        Assert.Equal(db, dbAlone);
        NormKernel.LayerNormBackward<double>(
            x,
            weight,
            mean,
            scale,
            dy,
            dy,
            dwAlone,
            dbAlone,
            length
        );
        Assert.Equal(dx, dy);
        Assert.Equal(dw, dwAlone);
    }

    private static void CheckNorm<T>(
        int rows,
        int length,
        bool centers,
        bool hasWeight,
        double tolerance
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var r = new Numbers(rows + length);
        var x = r.Array<T>(rows * length, 2, 0.5);
        var dy = r.Array<T>(rows * length);
        var weight = hasWeight ? r.Array<T>(length) : [];
        var bias = hasWeight && centers ? r.Array<T>(length) : [];
        var (y, dx) = (new T[x.Length], new T[x.Length]);
        var (mean, scale) = (new T[rows], new T[rows]);
        var (dw, db) = (new T[length], new T[length]);
        var epsilon = T.CreateTruncating(1e-3);
        if (centers)
        {
            NormKernel.LayerNorm<T>(x, weight, bias, y, mean, scale, length, epsilon);
            NormKernel.LayerNormBackward<T>(x, weight, mean, scale, dy, dx, dw, db, length);
        }
        else
        {
            NormKernel.RmsNorm<T>(x, weight, y, scale, length, epsilon);
            NormKernel.RmsNormBackward<T>(x, weight, scale, dy, dx, dw, length);
        }
        var (wantedDw, wantedDb) = (new double[length], new double[length]);
        for (var row = 0; row < rows; row++)
        {
            double X(int j) => double.CreateChecked(x[row * length + j]);
            double Dy(int j) => double.CreateChecked(dy[row * length + j]);
            double W(int j) => hasWeight ? double.CreateChecked(weight[j]) : 1;
            var columns = Enumerable.Range(0, length).ToArray();
            var m = centers ? columns.Average(X) : 0;
            var s =
                1
                / Math.Sqrt(
                    columns.Average(j => (X(j) - m) * (X(j) - m)) + double.CreateChecked(epsilon)
                );
            double N(int j) => (X(j) - m) * s;
            var meanOfG = centers ? columns.Average(j => Dy(j) * W(j)) : 0;
            var meanOfDot = columns.Average(j => Dy(j) * W(j) * N(j));
            Assert.Equal(s, double.CreateChecked(scale[row]), tolerance * s);
            Assert.Equal(m, double.CreateChecked(mean[row]), tolerance);
            foreach (var j in columns)
            {
                var b = bias.Length > 0 ? double.CreateChecked(bias[j]) : 0;
                Assert.Equal(N(j) * W(j) + b, double.CreateChecked(y[row * length + j]), tolerance);
                var g = Dy(j) * W(j);
                Assert.Equal(
                    s * (g - meanOfG - N(j) * meanOfDot),
                    double.CreateChecked(dx[row * length + j]),
                    tolerance * 30
                );
                wantedDw[j] += Dy(j) * N(j);
                wantedDb[j] += centers ? Dy(j) : 0;
            }
        }
        for (var j = 0; j < length; j++)
        {
            Assert.Equal(wantedDw[j], double.CreateChecked(dw[j]), tolerance * (rows + 1));
            Assert.Equal(wantedDb[j], double.CreateChecked(db[j]), tolerance * (rows + 1));
        }
    }
}
