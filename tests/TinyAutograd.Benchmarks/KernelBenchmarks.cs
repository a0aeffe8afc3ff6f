using BenchmarkDotNet.Attributes;

namespace TinyAutograd.Benchmarks;

/// <summary>The fused kernels of a training step, on rows as long as those of the lab's models.</summary>
public class KernelBenchmarks
{
    /// <summary>Elements that each kernel goes through.</summary>
    internal const int Length = Rows * Columns;

    private const int Rows = 512;
    private const int Columns = 32;

    private readonly float[] x = Numbers(Length);
    private readonly float[] dy = Numbers(Length);
    private readonly float[] y = new float[Length];
    private readonly float[] slope = new float[Length];
    private readonly float[] weight = Numbers(Columns);
    private readonly float[] gradient = new float[Columns];
    private readonly float[] bias = new float[Columns];
    private readonly float[] mean = new float[Rows];
    private readonly float[] scale = new float[Rows];
    private readonly float[] moments = new float[2 * Length];

    /// <summary>tanh-GELU, values alone.</summary>
    [Benchmark]
    public void GeluTanh() => GeluKernel.Tanh<float>(x, y, default);

    /// <summary>tanh-GELU with the slopes that the backward pass needs.</summary>
    [Benchmark]
    public void GeluTanhWithSlope() => GeluKernel.Tanh<float>(x, y, slope);

    /// <summary>Softmax of rows.</summary>
    [Benchmark]
    public void Softmax() => SoftmaxKernel.Softmax<float>(x, y, Rows, Columns);

    /// <summary>LayerNorm, forward.</summary>
    [Benchmark]
    public void LayerNorm() =>
        NormKernel.LayerNorm<float>(x, weight, weight, y, mean, scale, Columns, 1e-5f);

    /// <summary>LayerNorm, backward.</summary>
    [Benchmark]
    public void LayerNormBackward() =>
        NormKernel.LayerNormBackward<float>(x, weight, mean, scale, dy, y, gradient, bias, Columns);

    /// <summary>A step of AdamW.</summary>
    [Benchmark]
    public void AdamW() =>
        AdamKernel.Step(
            y,
            dy,
            moments.AsSpan(0, Length),
            moments.AsSpan(Length),
            default,
            new AdamCoefficients<float>
            {
                Beta1 = 0.9f,
                Beta2 = 0.999f,
                StepSize = 1e-3f,
                SecondMomentScale = 1,
                Epsilon = 1e-8f,
                ParameterScale = 1,
                GradientScale = 1,
                GradientPenalty = 0,
            }
        );

    private static float[] Numbers(int length)
    {
        var random = new RandomGenerator(length);
        var numbers = new float[length];
        for (var i = 0; i < length; i++)
        {
            numbers[i] = (float)(random.NextUInt32() / 2147483648.0 - 1);
        }
        return numbers;
    }
}
