using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

[Collection(nameof(WorkerPoolCollection))]
public sealed class SoftmaxKernelTests : IDisposable
{
    private readonly int degree = WorkerPool.Degree;

    public static TheoryData<int> Lengths => [1, 2, 5, 8, 15, 16, 17, 27, 32, 33, 64, 100];

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Values_and_gradients_agree_with_the_formulas(int length)
    {
        CheckRows<double>(length, 1e-14);
        CheckRows<float>(length, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Causal_rows_use_the_columns_up_to_their_own_and_write_zeros_behind(int length)
    {
        var rows = 2 * length;
        var r = new Numbers(length);
        var (x, dy) = (r.Array<double>(rows * length, 3), r.Array<double>(rows * length));
        for (var i = 0; i < rows * length; i++)
        {
            if (i % length > i / length % length)
            {
                x[i] = dy[i] = double.NaN; // behind the mask, where nothing is read
            }
        }
        var y = Filled<double>(rows * length);
        var dx = Filled<double>(rows * length);
        SoftmaxKernel.Softmax<double>(x, y, rows, length, isCausal: true);
        SoftmaxKernel.SoftmaxBackward<double>(y, dy, dx, rows, length, isCausal: true);
        for (var row = 0; row < rows; row++)
        {
            var used = row % length + 1;
            var (short_, shortDx) = (new double[used], new double[used]);
            SoftmaxKernel.Softmax<double>(x.AsSpan(row * length, used), short_, 1, used);
            SoftmaxKernel.SoftmaxBackward<double>(
                short_,
                dy.AsSpan(row * length, used),
                shortDx,
                1,
                used
            );
            Assert.Equal(
                [.. short_, .. new double[length - used]],
                y[(row * length)..((row + 1) * length)]
            );
            Assert.Equal(
                [.. shortDx, .. new double[length - used]],
                dx[(row * length)..((row + 1) * length)]
            );
        }
    }

    [Theory]
    [InlineData(
        new[] { double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity }
    )]
    [InlineData(new[] { 0, double.PositiveInfinity, 1 })]
    [InlineData(new[] { 0, double.NaN, 1 })]
    public void Rows_without_a_finite_maximum_give_NaN(double[] x)
    {
        var y = new double[x.Length];
        SoftmaxKernel.Softmax<double>(x, y, 1, x.Length);
        Assert.All(y, v => Assert.Equal(double.NaN, v));
        SoftmaxKernel.LogSoftmax<double>(x, y, 1, x.Length);
        Assert.All(y, v => Assert.Equal(double.NaN, v));
    }

    [Fact]
    public void Minus_infinity_beside_numbers_has_no_weight()
    {
        var y = new float[3];
        SoftmaxKernel.Softmax<float>([2, float.NegativeInfinity, 2], y, 1, 3);
        Assert.Equal([0.5f, 0, 0.5f], y);
        SoftmaxKernel.LogSoftmax<float>([2, float.NegativeInfinity, 2], y, 1, 3);
        Assert.Equal(float.NegativeInfinity, y[1]);
        Assert.Equal(-0.6931472f, y[0]);
    }

    [Fact]
    public void The_normalizer_of_infinities_is_their_limit()
    {
        var inf = double.PositiveInfinity;
        var y = new double[4];
        SoftmaxKernel.LogSumExp<double>([-inf, -inf, 1, inf, -inf, inf, inf, double.NaN], y, 4, 2);
        Assert.Equal([-inf, inf, inf, double.NaN], y);
    }

    [Fact]
    public void Large_numbers_do_not_overflow()
    {
        var y = new float[2];
        SoftmaxKernel.Softmax<float>([3e38f, 3e38f], y, 1, 2);
        Assert.Equal([0.5f, 0.5f], y);
        SoftmaxKernel.Softmax<float>([-3e38f, 3e38f], y, 1, 2);
        Assert.Equal([0, 1], y);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_rows_may_be_overwritten()
    {
        var (rows, length) = (3000, 27);
        var x = new Numbers(3).Array<float>(rows * length, 5);
        WorkerPool.Degree = 1;
        var expected = new float[x.Length];
        SoftmaxKernel.Softmax<float>(x, expected, rows, length);
        WorkerPool.Degree = 4;
        SoftmaxKernel.Softmax<float>(x, x, rows, length);
        Assert.Equal(expected, x);
    }

    private static T[] Filled<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T> => Enumerable.Repeat(T.NaN, length).ToArray();

    private static void CheckRows<T>(int length, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int rows = 7;
        var r = new Numbers(length);
        // The offset differs from row to row: only differences matter.
        var x = r.Array<T>(rows * length, 8)
            .Select((v, i) => v + T.CreateTruncating(i / length * 50 - 100))
            .ToArray();
        var dy = r.Array<T>(rows * length);
        var (y, logY, dx, logDx) = (
            Filled<T>(x.Length),
            Filled<T>(x.Length),
            Filled<T>(x.Length),
            Filled<T>(x.Length)
        );
        var normalizers = Filled<T>(rows);
        SoftmaxKernel.Softmax<T>(x, y, rows, length);
        SoftmaxKernel.LogSoftmax<T>(x, logY, rows, length);
        SoftmaxKernel.LogSumExp<T>(x, normalizers, rows, length);
        SoftmaxKernel.SoftmaxBackward<T>(y, dy, dx, rows, length);
        SoftmaxKernel.LogSoftmaxBackward<T>(logY, dy, logDx, rows, length);
        for (var row = 0; row < rows; row++)
        {
            var range = (row * length)..((row + 1) * length);
            var (xs, dys) = (Wide(x[range]), Wide(dy[range]));
            var largest = xs.Max();
            var sum = xs.Sum(v => Math.Exp(v - largest));
            var ys = xs.Select(v => Math.Exp(v - largest) / sum).ToArray();
            var dot = ys.Zip(dys, (a, b) => a * b).Sum();
            Close(ys, y[range], tolerance, 0);
            Close(xs.Select(v => v - largest - Math.Log(sum)), logY[range], tolerance, tolerance);
            Close([largest + Math.Log(sum)], [normalizers[row]], tolerance, tolerance);
            Close(ys.Zip(dys, (a, b) => a * (b - dot)), dx[range], tolerance, tolerance);
            Close(
                ys.Zip(dys, (a, b) => b - a * dys.Sum()),
                logDx[range],
                tolerance,
                tolerance * length
            );
        }
    }

    private static double[] Wide<T>(T[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(x, double.CreateChecked);

    private static void Close<T>(
        IEnumerable<double> expected,
        T[] actual,
        double relative,
        double absolute
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Assert.All(
            expected.Zip(Wide(actual)),
            pair =>
                Assert.True(
                    Math.Abs(pair.First - pair.Second)
                        <= relative * Math.Abs(pair.First) + absolute,
                    $"{pair.Second:R}, expected {pair.First:R}"
                )
        );
}
