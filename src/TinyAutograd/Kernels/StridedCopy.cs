using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>Copies a box of elements between two memories, each walked with its own strides: slices, permutations, repetitions,
/// concatenations are all of this form.</summary>
internal static class StridedCopy
{
    /// <summary>The most axes of a box: a repetition walks each axis of a shape twice.</summary>
    public const int MaxAxes = 2 * Shape.MaxRank;

    private const int ElementsPerPiece = 16384;
    private const double NanosecondsPerElement = 0.25;

    /// <summary>Writes <c>y[yStart + Σ iₐ·yStrides[a]] = x[xStart + Σ iₐ·xStrides[a]]</c> for every i below <paramref name="sizes"/>.</summary>
    /// <param name="sizes">Sizes of the box, at most <see cref="MaxAxes"/>.</param>
    /// <param name="x">Read; strides may be 0 (repeat) or negative (reverse).</param>
    /// <param name="xStart">Position of the box's first element in x.</param>
    /// <param name="xStrides">One per size.</param>
    /// <param name="y">Written; no element twice.</param>
    /// <param name="yStart">Position of the box's first element in y.</param>
    /// <param name="yStrides">One per size.</param>
    /// <exception cref="ArgumentException">The box leaves x or y.</exception>
    public static void Copy<T>(
        ReadOnlySpan<int> sizes,
        ReadOnlySpan<T> x,
        int xStart,
        ReadOnlySpan<int> xStrides,
        Span<T> y,
        int yStart,
        ReadOnlySpan<int> yStrides
    )
        where T : unmanaged
    {
        if (sizes.Contains(0))
        {
            return;
        }
        ThrowIfOutside(sizes, xStart, xStrides, x.Length, nameof(x));
        ThrowIfOutside(sizes, yStart, yStrides, y.Length, nameof(y));
        Span<Axis> axes = stackalloc Axis[MaxAxes + 2];
        var count = Join(sizes, xStrides, yStrides, axes);
        PlaceUnitStride(axes[..count]);
        var columns = axes[count - 1];
        var rows = axes[count - 2];
        var outer = axes[..(count - 2)];
        var planes = 1;
        foreach (var axis in outer)
        {
            planes *= axis.Size;
        }
        // A plane is cut into bands of rows, so that a single large one is shared by all threads, too.
        var bandRows = Math.Min(rows.Size, Math.Max(64, ElementsPerPiece / columns.Size));
        var bands = (rows.Size + bandRows - 1) / bandRows;
        var bandsPerPiece = Math.Max(1, ElementsPerPiece / (bandRows * columns.Size));
        var job = new CopyJob<T>
        {
            X = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), xStart),
            Y = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), yStart),
            Outer = outer,
            Rows = rows,
            Columns = columns,
            BandRows = bandRows,
            BandsPerPlane = bands,
            Bands = planes * bands,
            BandsPerPiece = bandsPerPiece,
        };
        WorkerPool.Run(
            ref job,
            (job.Bands + bandsPerPiece - 1) / bandsPerPiece,
            NanosecondsPerElement * planes * rows.Size * columns.Size
        );
    }

    /// <summary>The strides of contiguous row-major memory.</summary>
    public static void RowMajor(ReadOnlySpan<int> sizes, Span<int> strides)
    {
        var stride = 1;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
    }

    // Axes over which both sides run on are one axis. At least two axes remain.
    private static int Join(
        ReadOnlySpan<int> sizes,
        ReadOnlySpan<int> xStrides,
        ReadOnlySpan<int> yStrides,
        Span<Axis> axes
    )
    {
        // Room for two axes of size 1 in front.
        axes[0] = axes[1] = new Axis(1, 0, 0);
        var count = 2;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1)
            {
                continue;
            }
            var axis = new Axis(sizes[i], xStrides[i], yStrides[i]);
            ref var last = ref axes[count - 1];
            if (
                count > 2
                && last.X == (long)axis.X * axis.Size
                && last.Y == (long)axis.Y * axis.Size
            )
            {
                last = new Axis(last.Size * axis.Size, axis.X, axis.Y);
            }
            else
            {
                axes[count++] = axis;
            }
        }
        return count;
    }

    // The axis along which x is contiguous becomes the rows, if it is not the columns: then a plane is a transposition.
    private static void PlaceUnitStride(Span<Axis> axes)
    {
        if (axes[^1].X is 1 or 0 or -1)
        {
            return;
        }
        for (var i = 0; i < axes.Length - 1; i++)
        {
            if (axes[i].X == 1)
            {
                var unit = axes[i];
                axes[(i + 1)..^1].CopyTo(axes[i..]);
                axes[^2] = unit;
                return;
            }
        }
    }

    private static void ThrowIfOutside(
        ReadOnlySpan<int> sizes,
        int start,
        ReadOnlySpan<int> strides,
        int length,
        string name
    )
    {
        long least = start;
        long most = start;
        for (var i = 0; i < sizes.Length; i++)
        {
            var extent = (sizes[i] - 1L) * strides[i];
            least += Math.Min(extent, 0);
            most += Math.Max(extent, 0);
        }
        if (least < 0 || most >= length)
        {
            throw new ArgumentException(
                $"StridedCopy: positions {least} … {most} are not all within {length} elements.",
                name
            );
        }
    }

    internal readonly record struct Axis(int Size, int X, int Y);

    private ref struct CopyJob<T> : IPieces
        where T : unmanaged
    {
        public ref readonly T X;
        public ref T Y;
        public ReadOnlySpan<Axis> Outer;
        public Axis Rows;
        public Axis Columns;
        public int BandRows;
        public int BandsPerPlane;
        public int Bands;
        public int BandsPerPiece;

        public void Run(int piece)
        {
            var end = Math.Min(Bands, (piece + 1) * BandsPerPiece);
            for (var band = piece * BandsPerPiece; band < end; band++)
            {
                var (plane, inPlane) = Math.DivRem(band, BandsPerPlane);
                var (x, y) = (inPlane * BandRows * Rows.X, inPlane * BandRows * Rows.Y);
                for (var axis = Outer.Length - 1; axis >= 0 && plane > 0; axis--)
                {
                    (plane, var position) = Math.DivRem(plane, Outer[axis].Size);
                    x += position * Outer[axis].X;
                    y += position * Outer[axis].Y;
                }
                var rows = Math.Min(BandRows, Rows.Size - inPlane * BandRows);
                PlaneCopy.Copy(
                    in Unsafe.Add(ref Unsafe.AsRef(in X), x),
                    ref Unsafe.Add(ref Y, y),
                    Rows with
                    {
                        Size = rows,
                    },
                    Columns
                );
            }
        }
    }
}
