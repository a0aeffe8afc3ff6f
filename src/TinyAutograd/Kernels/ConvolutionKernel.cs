using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Convolution and its two adjoints: windows laid out as a matrix, then matrix products.</summary>
/// <remarks>Images and groups are split over threads; sums over images have a fixed order. Cost: 2·windows·window length·outputs
/// operations per image and group.</remarks>
internal static class ConvolutionKernel
{
    // Multiplications per nanosecond of a core, about, in products of this kind.
    private const double Speed = 20;

    /// <summary><c>y = w · windows(x) + bias</c>.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">(batches, groups · inputs, height, width).</param>
    /// <param name="weight">(groups · outputs, inputs, kernel height, kernel width).</param>
    /// <param name="bias">(groups · outputs), or empty.</param>
    /// <param name="y">(batches, groups · outputs, windows).</param>
    public static void Forward<T>(
        in ConvolutionShape shape,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, x.Length, weight.Length, y.Length);
        var job = new ForwardJob<T>
        {
            Shape = shape,
            X = x,
            Weight = weight,
            Bias = bias,
            Y = y,
        };
        WorkerPool.Run(ref job, shape.Batches * shape.Groups, Nanoseconds(shape));
    }

    /// <summary>The adjoint to the input: <c>dx = windowsᵀ(wᵀ · dy) + bias</c>.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="dy">As y.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="bias">(groups · inputs), or empty: a transposed convolution has one.</param>
    /// <param name="dx">As x.</param>
    public static void InputGradient<T>(
        in ConvolutionShape shape,
        ReadOnlySpan<T> dy,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        Span<T> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, dx.Length, weight.Length, dy.Length);
        var job = new InputGradientJob<T>
        {
            Shape = shape,
            Dy = dy,
            Weight = weight,
            Bias = bias,
            Dx = dx,
        };
        WorkerPool.Run(ref job, shape.Batches * shape.Groups, Nanoseconds(shape));
    }

    /// <summary>The adjoint to the weight: <c>dw = Σ dy · windows(x)ᵀ</c> over the images.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">As x.</param>
    /// <param name="dy">As y.</param>
    /// <param name="dWeight">As the weight.</param>
    public static void WeightGradient<T>(
        in ConvolutionShape shape,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> dy,
        Span<T> dWeight
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, x.Length, dWeight.Length, dy.Length);
        var job = new WeightGradientJob<T>
        {
            Shape = shape,
            X = x,
            Dy = dy,
            DWeight = dWeight,
        };
        WorkerPool.Run(ref job, shape.Groups, Nanoseconds(shape));
    }

    private static double Nanoseconds(in ConvolutionShape shape) =>
        (double)shape.Batches * shape.Groups * shape.WeightLength * shape.Windows / Speed;

    private static void CheckLengths(
        in ConvolutionShape shape,
        int x,
        int weight,
        int y,
        [CallerMemberName] string kernel = ""
    )
    {
        Check.SameLength(shape.Batches * shape.Groups * shape.InputLength, x, "x", kernel);
        Check.SameLength(shape.Groups * shape.WeightLength, weight, "weight", kernel);
        Check.SameLength(shape.Batches * shape.Groups * shape.OutputLength, y, "y", kernel);
    }

    private static int ScratchLength(in ConvolutionShape shape) =>
        shape.IsPointwise ? 0 : shape.WindowLength * shape.Windows;

    // A piece is one group of one image.
    private ref struct ForwardJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape;
        public ReadOnlySpan<T> X;
        public ReadOnlySpan<T> Weight;
        public ReadOnlySpan<T> Bias;
        public Span<T> Y;

        public readonly void Run(int piece)
        {
            var (s, group) = (Shape, piece % Shape.Groups);
            using var scratch = SpanOwner<T>.Allocate(ScratchLength(s));
            var x = X.Slice(piece * s.InputLength, s.InputLength);
            var y = Y.Slice(piece * s.OutputLength, s.OutputLength);
            for (var output = 0; output < s.Outputs && !Bias.IsEmpty; output++)
            {
                y.Slice(output * s.Windows, s.Windows).Fill(Bias[group * s.Outputs + output]);
            }
            if (!s.IsPointwise)
            {
                WindowCopy.Spread(s, x, scratch.Span);
            }
            Gemm.Multiply(
                new(s.Outputs, s.Windows, s.WindowLength) { Accumulate = !Bias.IsEmpty },
                Weight.Slice(group * s.WeightLength, s.WeightLength),
                s.IsPointwise ? x : scratch.Span,
                y
            );
        }
    }

    private ref struct InputGradientJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape;
        public ReadOnlySpan<T> Dy;
        public ReadOnlySpan<T> Weight;
        public ReadOnlySpan<T> Bias;
        public Span<T> Dx;

        public readonly void Run(int piece)
        {
            var (s, group) = (Shape, piece % Shape.Groups);
            using var scratch = SpanOwner<T>.Allocate(ScratchLength(s));
            var dx = Dx.Slice(piece * s.InputLength, s.InputLength);
            Gemm.Multiply(
                new(s.WindowLength, s.Windows, s.Outputs) { TransposeA = true },
                Weight.Slice(group * s.WeightLength, s.WeightLength),
                Dy.Slice(piece * s.OutputLength, s.OutputLength),
                s.IsPointwise ? dx : scratch.Span
            );
            if (!s.IsPointwise)
            {
                WindowCopy.Gather(s, scratch.Span, dx);
            }
            for (var input = 0; input < s.Inputs && !Bias.IsEmpty; input++)
            {
                var plane = dx.Slice(input * s.PlaneLength, s.PlaneLength);
                TensorPrimitives.Add(plane, Bias[group * s.Inputs + input], plane);
            }
        }
    }

    // A piece is one group: its sum over the images has one order.
    private ref struct WeightGradientJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape;
        public ReadOnlySpan<T> X;
        public ReadOnlySpan<T> Dy;
        public Span<T> DWeight;

        public readonly void Run(int group)
        {
            var s = Shape;
            using var scratch = SpanOwner<T>.Allocate(ScratchLength(s));
            var dWeight = DWeight.Slice(group * s.WeightLength, s.WeightLength);
            dWeight.Clear();
            for (var batch = 0; batch < s.Batches; batch++)
            {
                var unit = batch * s.Groups + group;
                var x = X.Slice(unit * s.InputLength, s.InputLength);
                if (!s.IsPointwise)
                {
                    WindowCopy.Spread(s, x, scratch.Span);
                }
                Gemm.Multiply(
                    new(s.Outputs, s.WindowLength, s.Windows)
                    {
                        TransposeB = true,
                        Accumulate = true,
                    },
                    Dy.Slice(unit * s.OutputLength, s.OutputLength),
                    s.IsPointwise ? x : scratch.Span,
                    dWeight
                );
            }
        }
    }
}
