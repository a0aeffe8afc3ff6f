using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>Lays the windows of a convolution out as a matrix, and back: (channels · kernel, windows), a column per window.</summary>
/// <remarks>Known as im2col and col2im. Source: Chellapilla et al. 2006.</remarks>
internal static class WindowCopy
{
    /// <summary>The windows of an input; elements in the padding are 0.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">The input of one group: (channels, height, width).</param>
    /// <param name="windows">(channels · kernel height · kernel width, windows).</param>
    public static void Spread<T>(in ConvolutionShape shape, ReadOnlySpan<T> x, Span<T> windows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, columns) = (shape.Rows, shape.Columns);
        for (var line = 0; line < shape.WindowLength; line++)
        {
            var target = windows.Slice(line * shape.Windows, shape.Windows);
            var plane = x.Slice(PlaneOf(shape, line), shape.PlaneLength);
            var (offsetRow, offsetColumn) = OffsetsOf(shape, line);
            var (firstRow, lastRow) = rows.Inside(offsetRow);
            var (first, last) = columns.Inside(offsetColumn);
            target.Clear();
            for (var row = firstRow; row < lastRow && first < last; row++)
            {
                var source = plane.Slice(
                    (rows.Start(offsetRow) + row * rows.Stride) * columns.Size,
                    columns.Size
                )[(columns.Start(offsetColumn) + first * columns.Stride)..];
                var run = target.Slice(row * columns.Count + first, last - first);
                if (columns.Stride == 1)
                {
                    source[..run.Length].CopyTo(run);
                    continue;
                }
                for (var i = 0; i < run.Length; i++)
                {
                    run[i] = source[i * columns.Stride];
                }
            }
        }
    }

    /// <summary>The adjoint of <see cref="Spread{T}"/>: adds each element of a window to where it came from.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="windows">(channels · kernel height · kernel width, windows).</param>
    /// <param name="x">The input of one group: (channels, height, width). Overwritten.</param>
    public static void Gather<T>(in ConvolutionShape shape, ReadOnlySpan<T> windows, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x.Clear();
        var (rows, columns) = (shape.Rows, shape.Columns);
        for (var line = 0; line < shape.WindowLength; line++)
        {
            var source = windows.Slice(line * shape.Windows, shape.Windows);
            var plane = x.Slice(PlaneOf(shape, line), shape.PlaneLength);
            var (offsetRow, offsetColumn) = OffsetsOf(shape, line);
            var (firstRow, lastRow) = rows.Inside(offsetRow);
            var (first, last) = columns.Inside(offsetColumn);
            for (var row = firstRow; row < lastRow && first < last; row++)
            {
                var target = plane.Slice(
                    (rows.Start(offsetRow) + row * rows.Stride) * columns.Size,
                    columns.Size
                )[(columns.Start(offsetColumn) + first * columns.Stride)..];
                var run = source.Slice(row * columns.Count + first, last - first);
                if (columns.Stride == 1)
                {
                    TensorPrimitives.Add(target[..run.Length], run, target[..run.Length]);
                    continue;
                }
                for (var i = 0; i < run.Length; i++)
                {
                    target[i * columns.Stride] += run[i];
                }
            }
        }
    }

    private static int PlaneOf(in ConvolutionShape shape, int line) =>
        line / (shape.Rows.Kernel * shape.Columns.Kernel) * shape.PlaneLength;

    private static (int Row, int Column) OffsetsOf(in ConvolutionShape shape, int line) =>
        (line / shape.Columns.Kernel % shape.Rows.Kernel, line % shape.Columns.Kernel);
}
