using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>How one axis is resampled: each result mixes at most two neighbours.</summary>
/// <param name="Size">Of the input.</param>
/// <param name="Count">Of the result.</param>
/// <param name="Rule">Which neighbours, and how.</param>
internal readonly record struct ResamplingAxis(int Size, int Count, ResamplingRule Rule)
{
    /// <summary>The neighbours of a result, and the share of the second.</summary>
    public (int First, int Second, double Share) Neighbours(int result)
    {
        if (Rule == ResamplingRule.Nearest)
        {
            var nearest = (int)((long)result * Size / Count);
            return (nearest, nearest, 0);
        }
        // Where the result lies on the input, whose element i lies at i.
        var place =
            Rule == ResamplingRule.LinearCorners
                ? result * (Size - 1.0) / Math.Max(Count - 1, 1)
                : Math.Clamp((result + 0.5) * Size / Count - 0.5, 0, Size - 1);
        var first = Math.Min((int)place, Size - 1);
        return (first, Math.Min(first + 1, Size - 1), place - first);
    }
}

/// <summary>Ways to resample.</summary>
internal enum ResamplingRule
{
    /// <summary>The element whose cell the result's left edge lies in.</summary>
    Nearest,

    /// <summary>Linear between the centres of cells, whose outer edges coincide.</summary>
    LinearEdges,

    /// <summary>Linear between elements, the first and last of which stay.</summary>
    LinearCorners,
}

/// <summary>Planes of another size, and the adjoint: linear maps along the height and the width.</summary>
internal static class Resampling
{
    private const double Nanoseconds = 4; // for an element of the result

    /// <summary>Each result from up to four elements.</summary>
    /// <param name="rows">The height.</param>
    /// <param name="columns">The width.</param>
    /// <param name="x">(planes, height, width).</param>
    /// <param name="y">(planes, height, width) of the result.</param>
    public static void Forward<T>(
        ResamplingAxis rows,
        ResamplingAxis columns,
        ReadOnlySpan<T> x,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var job = new ForwardJob<T>
        {
            Rows = rows,
            Columns = columns,
            X = x,
            Y = y,
        };
        WorkerPool.Run(ref job, y.Length / (rows.Count * columns.Count), Nanoseconds * y.Length);
    }

    /// <summary>The adjoint: each result's gradient is added to the elements it came from.</summary>
    /// <param name="rows">The height.</param>
    /// <param name="columns">The width.</param>
    /// <param name="dy">As y.</param>
    /// <param name="dx">As x; overwritten.</param>
    public static void Adjoint<T>(
        ResamplingAxis rows,
        ResamplingAxis columns,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var job = new AdjointJob<T>
        {
            Rows = rows,
            Columns = columns,
            Dy = dy,
            Dx = dx,
        };
        WorkerPool.Run(ref job, dx.Length / (rows.Size * columns.Size), Nanoseconds * dy.Length);
    }

    private ref struct ForwardJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ResamplingAxis Rows,
            Columns;
        public ReadOnlySpan<T> X;
        public Span<T> Y;

        public readonly void Run(int plane)
        {
            var (inputLength, length) = (Rows.Size * Columns.Size, Rows.Count * Columns.Count);
            var x = X.Slice(plane * inputLength, inputLength);
            var y = Y.Slice(plane * length, length);
            for (var i = 0; i < Rows.Count; i++)
            {
                var (top, bottom, low) = Rows.Neighbours(i);
                var upper = x.Slice(top * Columns.Size, Columns.Size);
                var lower = x.Slice(bottom * Columns.Size, Columns.Size);
                var share = T.CreateTruncating(low);
                for (var j = 0; j < Columns.Count; j++)
                {
                    var (left, right, far) = Columns.Neighbours(j);
                    var mixing = T.CreateTruncating(far);
                    y[i * Columns.Count + j] = Mix(
                        Mix(upper[left], upper[right], mixing),
                        Mix(lower[left], lower[right], mixing),
                        share
                    );
                }
            }
        }
    }

    // A neighbour without a share has no effect, not even an infinite one.
    private static T Mix<T>(T first, T second, T share)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        share == T.Zero ? first : first * (T.One - share) + second * share;

    private ref struct AdjointJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ResamplingAxis Rows,
            Columns;
        public ReadOnlySpan<T> Dy;
        public Span<T> Dx;

        public readonly void Run(int plane)
        {
            var (inputLength, length) = (Rows.Size * Columns.Size, Rows.Count * Columns.Count);
            var dx = Dx.Slice(plane * inputLength, inputLength);
            var dy = Dy.Slice(plane * length, length);
            dx.Clear();
            for (var i = 0; i < Rows.Count; i++)
            {
                var (top, bottom, low) = Rows.Neighbours(i);
                var upper = dx.Slice(top * Columns.Size, Columns.Size);
                var lower = dx.Slice(bottom * Columns.Size, Columns.Size);
                var share = T.CreateTruncating(low);
                for (var j = 0; j < Columns.Count; j++)
                {
                    var (left, right, far) = Columns.Neighbours(j);
                    var mixing = T.CreateTruncating(far);
                    var above = dy[i * Columns.Count + j] * (T.One - share);
                    var below = dy[i * Columns.Count + j] * share;
                    upper[left] += above * (T.One - mixing);
                    upper[right] += above * mixing;
                    lower[left] += below * (T.One - mixing);
                    lower[right] += below * mixing;
                }
            }
        }
    }
}
