using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

[Collection(nameof(WorkerPoolCollection))]
public sealed class AdamKernelTests : IDisposable
{
    private readonly int degree = WorkerPool.Degree;

    public void Dispose() => WorkerPool.Degree = degree;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Steps_agree_with_the_published_algorithm(bool decouples, bool keepsLargest)
    {
        foreach (var length in new[] { 0, 1, 7, 16, 27, 100, 12_000 })
        {
            CheckSteps<double>(length, decouples, keepsLargest, 1e-13);
            CheckSteps<float>(length, decouples, keepsLargest, 1e-5);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        float[] After(int threads)
        {
            WorkerPool.Degree = threads;
            var (p, g) = (new Numbers(1).Array<float>(70_000), new Numbers(2).Array<float>(70_000));
            var (m, v) = (new float[p.Length], new float[p.Length]);
            AdamKernel.Step(p, g, m, v, [], Coefficients<float>(1, true));
            return [.. p, .. m, .. v];
        }

        Assert.Equal(After(1), After(4));
    }

    // 0 · ∞ would make the gradient, and with it the moments, NaN.
    [Fact]
    public void Without_a_penalty_an_infinite_parameter_leaves_its_moments_alone()
    {
        var (p, m, v) = (new[] { double.PositiveInfinity }, new double[1], new double[1]);
        AdamKernel.Step(p, [1.0], m, v, [], Coefficients<double>(1, decouples: true));
        Assert.Equal(0.1, m[0], 1e-15);
        Assert.Equal(0.01, v[0], 1e-15);
        Assert.Equal(double.PositiveInfinity, p[0]);
    }

    private static AdamCoefficients<T> Coefficients<T>(int step, bool decouples)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new()
        {
            Beta1 = T.CreateTruncating(0.9),
            Beta2 = T.CreateTruncating(0.99),
            StepSize = T.CreateTruncating(0.01 / (1 - Math.Pow(0.9, step))),
            SecondMomentScale = T.CreateTruncating(1 / Math.Sqrt(1 - Math.Pow(0.99, step))),
            Epsilon = T.CreateTruncating(1e-8),
            ParameterScale = T.CreateTruncating(decouples ? 1 - 0.01 * 0.1 : 1),
            GradientScale = T.One,
            GradientPenalty = T.CreateTruncating(decouples ? 0 : 0.1),
        };

    private static void CheckSteps<T>(
        int length,
        bool decouples,
        bool keepsLargest,
        double tolerance
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var p = new Numbers(length).Array<T>(length);
        var wanted = Array.ConvertAll(p, double.CreateChecked);
        var (m, v, largest) = (new T[length], new T[length], keepsLargest ? new T[length] : []);
        var (wm, wv, wl) = (new double[length], new double[length], new double[length]);
        for (var step = 1; step <= 5; step++)
        {
            var g = new Numbers(step).Array<T>(length, 6 - step);
            AdamKernel.Step(p, g, m, v, largest, Coefficients<T>(step, decouples));
            for (var i = 0; i < length; i++)
            {
                var gradient = double.CreateChecked(g[i]) + (decouples ? 0 : 0.1 * wanted[i]);
                wanted[i] *= decouples ? 1 - 0.01 * 0.1 : 1;
                wm[i] = 0.9 * wm[i] + 0.1 * gradient;
                wv[i] = 0.99 * wv[i] + 0.01 * gradient * gradient;
                wl[i] = Math.Max(wl[i], wv[i]);
                var second = (keepsLargest ? wl[i] : wv[i]) / (1 - Math.Pow(0.99, step));
                wanted[i] -=
                    0.01 * (wm[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second) + 1e-8);
                Assert.Equal(wanted[i], double.CreateChecked(p[i]), tolerance);
            }
        }
    }
}
