using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Largest elements and means of windows. Each plane is a piece of work of its own.</summary>
internal static class Pooling
{
    private const double Nanoseconds = 4; // for an element of a window

    /// <summary>The position in its plane of each window's largest element: the first of equal ones, or of NaN.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">(planes, height, width).</param>
    /// <param name="positions">(planes, windows).</param>
    public static void Largest<T>(in PoolingShape shape, ReadOnlySpan<T> x, Span<int> positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var job = new LargestJob<T>
        {
            Shape = shape,
            X = x,
            Positions = positions,
        };
        WorkerPool.Run(ref job, shape.Planes, Nanoseconds * x.Length);
    }

    /// <summary>The sum of each window over its divisor.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">(planes, height, width).</param>
    /// <param name="y">(planes, windows).</param>
    public static void Means<T>(in PoolingShape shape, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var job = new MeansJob<T>
        {
            Shape = shape,
            X = x,
            Y = y,
        };
        WorkerPool.Run(ref job, shape.Planes, Nanoseconds * x.Length);
    }

    /// <summary>The adjoint of <see cref="Means{T}"/>: each window's share is added to all its elements.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="dy">(planes, windows).</param>
    /// <param name="dx">(planes, height, width); overwritten.</param>
    public static void SpreadMeans<T>(in PoolingShape shape, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var job = new SpreadJob<T>
        {
            Shape = shape,
            Upstream = dy,
            Gradient = dx,
        };
        WorkerPool.Run(ref job, shape.Planes, Nanoseconds * dx.Length);
    }

    private ref struct LargestJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolingShape Shape;
        public ReadOnlySpan<T> X;
        public Span<int> Positions;

        public readonly void Run(int piece)
        {
            var source = X.Slice(piece * Shape.InputLength, Shape.InputLength);
            var target = Positions.Slice(piece * Shape.OutputLength, Shape.OutputLength);
            for (var window = 0; window < target.Length; window++)
            {
                var (top, bottom, left, right) = Shape.Window(window);
                var largest = top * Shape.Columns.Size + left;
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                    {
                        var position = row * Shape.Columns.Size + column;
                        var isLarger =
                            source[position] > source[largest] || T.IsNaN(source[position]);
                        largest = isLarger && !T.IsNaN(source[largest]) ? position : largest;
                    }
                }
                target[window] = largest;
            }
        }
    }

    private ref struct MeansJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolingShape Shape;
        public ReadOnlySpan<T> X;
        public Span<T> Y;

        public readonly void Run(int piece)
        {
            var source = X.Slice(piece * Shape.InputLength, Shape.InputLength);
            var target = Y.Slice(piece * Shape.OutputLength, Shape.OutputLength);
            for (var window = 0; window < target.Length; window++)
            {
                var (top, bottom, left, right) = Shape.Window(window);
                var sum = T.Zero;
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                    {
                        sum += source[row * Shape.Columns.Size + column];
                    }
                }
                target[window] = sum / T.CreateChecked(Shape.DivisorOf(window));
            }
        }
    }

    private ref struct SpreadJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public PoolingShape Shape;
        public ReadOnlySpan<T> Upstream;
        public Span<T> Gradient;

        public readonly void Run(int piece)
        {
            var source = Upstream.Slice(piece * Shape.OutputLength, Shape.OutputLength);
            var target = Gradient.Slice(piece * Shape.InputLength, Shape.InputLength);
            target.Clear();
            for (var window = 0; window < source.Length; window++)
            {
                var (top, bottom, left, right) = Shape.Window(window);
                var share = source[window] / T.CreateChecked(Shape.DivisorOf(window));
                for (var row = top; row < bottom; row++)
                {
                    for (var column = left; column < right; column++)
                    {
                        target[row * Shape.Columns.Size + column] += share;
                    }
                }
            }
        }
    }
}
