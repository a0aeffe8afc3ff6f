using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Largest elements and means of windows.</summary>
internal static class Pooling
{
    /// <summary>The position in its plane of each window's largest element: the first of equal ones, or of NaN.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">(planes, height, width).</param>
    /// <param name="positions">(planes, windows).</param>
    public static void Largest<T>(in PoolingShape shape, ReadOnlySpan<T> x, Span<int> positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var plane = 0; plane < shape.Planes; plane++)
        {
            var source = x.Slice(plane * shape.InputLength, shape.InputLength);
            var target = positions.Slice(plane * shape.OutputLength, shape.OutputLength);
            for (var window = 0; window < target.Length; window++)
            {
                var (top, bottom, left, right) = shape.Window(window);
                var largest = top * shape.Columns.Size + left;
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                    {
                        var position = row * shape.Columns.Size + column;
                        var isLarger =
                            source[position] > source[largest] || T.IsNaN(source[position]);
                        largest = isLarger && !T.IsNaN(source[largest]) ? position : largest;
                    }
                }
                target[window] = largest;
            }
        }
    }

    /// <summary>The sum of each window over its divisor.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">(planes, height, width).</param>
    /// <param name="y">(planes, windows).</param>
    public static void Means<T>(in PoolingShape shape, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var plane = 0; plane < shape.Planes; plane++)
        {
            var source = x.Slice(plane * shape.InputLength, shape.InputLength);
            var target = y.Slice(plane * shape.OutputLength, shape.OutputLength);
            for (var window = 0; window < target.Length; window++)
            {
                var (top, bottom, left, right) = shape.Window(window);
                var sum = T.Zero;
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                    {
                        sum += source[row * shape.Columns.Size + column];
                    }
                }
                target[window] = sum / T.CreateChecked(shape.DivisorOf(window));
            }
        }
    }

    /// <summary>The adjoint of <see cref="Means{T}"/>: each window's share is added to all its elements.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="dy">(planes, windows).</param>
    /// <param name="dx">(planes, height, width); overwritten.</param>
    public static void SpreadMeans<T>(in PoolingShape shape, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        dx.Clear();
        for (var plane = 0; plane < shape.Planes; plane++)
        {
            var source = dy.Slice(plane * shape.OutputLength, shape.OutputLength);
            var target = dx.Slice(plane * shape.InputLength, shape.InputLength);
            for (var window = 0; window < source.Length; window++)
            {
                var (top, bottom, left, right) = shape.Window(window);
                var share = source[window] / T.CreateChecked(shape.DivisorOf(window));
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                    {
                        target[row * shape.Columns.Size + column] += share;
                    }
                }
            }
        }
    }
}
