using BenchmarkDotNet.Attributes;

namespace TinyAutograd.Benchmarks;

/// <summary>Ops and layers on a tape, and what each way to differentiate costs over the function alone.</summary>
public class OpBenchmarks
{
    /// <summary>Elements of the images, and of the other inputs.</summary>
    internal const int Length = Batch * Channels * Size * Size;

    private const int Batch = 16;
    private const int Channels = 8;
    private const int Size = 16;

    private readonly RandomGenerator random = new(seed: 1);
    private readonly Variable<float> images;
    private readonly Variable<float> sequences;
    private readonly Variable<float> rows;
    private readonly Variable<float> direction;
    private readonly Conv2d<float> convolution;
    private readonly BatchNorm<float> norm = new(Channels);
    private readonly Lstm<float> lstm;
    private readonly Mlp<float> network = new([Size, 64, 64, Size], seed: 2);

    /// <summary>Draws inputs and weights.</summary>
    public OpBenchmarks()
    {
        images = Variable.Normal<float>([Batch, Channels, Size, Size], random);
        sequences = images.Reshape([Batch * Channels, Size, Size]);
        rows = images.Reshape([Batch * Channels * Size, Size]);
        direction = Variable.Normal<float>(rows.Shape, random);
        convolution = new Conv2d<float>(Channels, Channels, kernelSize: 3, random, padding: 1);
        lstm = new Lstm<float>(Size, Size, random);
    }

    /// <summary>A convolution of 3 × 3.</summary>
    [Benchmark]
    public float Convolution() => Value(images, convolution.Forward);

    /// <summary>The same with the gradient of its input.</summary>
    [Benchmark]
    public float ConvolutionGradient() => Gradient(images, convolution.Forward);

    /// <summary>The largest of 2 × 2.</summary>
    [Benchmark]
    public float MaxPool() => Value(images, x => x.MaxPool2d(2));

    /// <summary>The same with the gradient of its input.</summary>
    [Benchmark]
    public float MaxPoolGradient() => Gradient(images, x => x.MaxPool2d(2));

    /// <summary>Batch normalization with the gradient of its input.</summary>
    [Benchmark]
    public float BatchNormGradient() => Gradient(images, norm.Forward);

    /// <summary>An LSTM over 16 positions, with the gradient of its input.</summary>
    [Benchmark]
    public float LstmGradient() => Gradient(sequences, x => lstm.Unroll(x).Outputs);

    /// <summary>A network of three layers.</summary>
    [Benchmark]
    public float Network() => Value(rows, network.Forward);

    /// <summary>The same with the gradient of its input.</summary>
    [Benchmark]
    public float NetworkGradient() => Gradient(rows, network.Forward);

    /// <summary>The same with the derivative along a direction, forwards.</summary>
    [Benchmark]
    public float NetworkDirection()
    {
        using var workspace = new Workspace<float>();
        return Differentiate.JacobianVectorProduct(network.Forward, rows, direction).AsSpan()[0];
    }

    private static float Value(Variable<float> x, Func<Variable<float>, Variable<float>> f)
    {
        using var workspace = new Workspace<float>();
        return f(x).AsSpan()[0];
    }

    private static float Gradient(Variable<float> x, Func<Variable<float>, Variable<float>> f)
    {
        using var tape = new Tape<float>();
        return tape.Gradient(f(x).Sum(), of: x).AsSpan()[0];
    }
}
