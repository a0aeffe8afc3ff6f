using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>The windows of many images, and back: <see cref="WindowCopy"/> for each image, split over threads.</summary>
internal static class UnfoldKernel
{
    /// <summary>The windows of each image.</summary>
    /// <param name="shape">Sizes; one group.</param>
    /// <param name="x">(batches, channels, height, width).</param>
    /// <param name="windows">(batches, window length, windows).</param>
    public static void Unfold<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, Span<T> windows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, x.Length, windows.Length);
        var job = new UnfoldJob<T>
        {
            Shape = shape,
            X = x,
            Windows = windows,
        };
        WorkerPool.Run(ref job, shape.Batches, windows.Length);
    }

    /// <summary>The adjoint of <see cref="Unfold"/>.</summary>
    /// <param name="shape">Sizes; one group.</param>
    /// <param name="windows">(batches, window length, windows).</param>
    /// <param name="x">(batches, channels, height, width). Overwritten.</param>
    public static void Fold<T>(in ConvolutionShape shape, ReadOnlySpan<T> windows, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, x.Length, windows.Length);
        var job = new FoldJob<T>
        {
            Shape = shape,
            Windows = windows,
            X = x,
        };
        WorkerPool.Run(ref job, shape.Batches, windows.Length);
    }

    private static void CheckLengths(
        in ConvolutionShape shape,
        int x,
        int windows,
        [CallerMemberName] string kernel = ""
    )
    {
        Check.SameLength(shape.Batches * shape.InputLength, x, "x", kernel);
        Check.SameLength(
            shape.Batches * shape.WindowLength * shape.Windows,
            windows,
            "windows",
            kernel
        );
    }

    private ref struct UnfoldJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape;
        public ReadOnlySpan<T> X;
        public Span<T> Windows;

        public readonly void Run(int piece)
        {
            var length = Shape.WindowLength * Shape.Windows;
            WindowCopy.Spread(
                Shape,
                X.Slice(piece * Shape.InputLength, Shape.InputLength),
                Windows.Slice(piece * length, length)
            );
        }
    }

    private ref struct FoldJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape;
        public ReadOnlySpan<T> Windows;
        public Span<T> X;

        public readonly void Run(int piece)
        {
            var length = Shape.WindowLength * Shape.Windows;
            WindowCopy.Gather(
                Shape,
                Windows.Slice(piece * length, length),
                X.Slice(piece * Shape.InputLength, Shape.InputLength)
            );
        }
    }
}
