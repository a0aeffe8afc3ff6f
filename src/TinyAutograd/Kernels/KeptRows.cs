using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>Joins each element with the number that its group of a reduction has: <c>y[i] = f(x[i], kept[group of i])</c>.</summary>
internal interface IKeptMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A run of one group.</summary>
    static abstract void Map(ReadOnlySpan<T> x, T kept, Span<T> y);

    /// <summary>A run with a group for each element.</summary>
    static abstract void Map(ReadOnlySpan<T> x, ReadOnlySpan<T> kept, Span<T> y);
}

/// <summary>Elementwise work between a tensor and its reduction.</summary>
internal static class KeptRows
{
    private const int ElementsPerPiece = 8192;

    /// <summary>Maps every element of x with the element of <paramref name="kept"/> that it broadcasts with.</summary>
    /// <param name="x">Row-major numbers of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The full shape.</param>
    /// <param name="kept">Row-major numbers of shape <paramref name="keptShape"/>.</param>
    /// <param name="keptShape">The shape with size 1 in place of the reduced axes.</param>
    /// <param name="y">As long as x; may be x.</param>
    /// <param name="nanosecondsPerElement">About how long one element takes.</param>
    public static void Map<T, TMap>(
        ReadOnlySpan<T> x,
        Shape shape,
        ReadOnlySpan<T> kept,
        Shape keptShape,
        Span<T> y,
        double nanosecondsPerElement = 0.1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMap : struct, IKeptMap<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y));
        Check.SameLength(keptShape.ElementCount, kept.Length, nameof(kept));
        if (x.IsEmpty)
        {
            return;
        }
        var rows = BroadcastRows.Of(shape, keptShape);
        var rowsPerPiece = Math.Max(1, ElementsPerPiece / rows.RowLength);
        var job = new MapJob<T, TMap>
        {
            X = x,
            Kept = kept,
            Y = y,
            Rows = rows,
            RowsPerPiece = rowsPerPiece,
        };
        WorkerPool.Run(
            ref job,
            (rows.Count + rowsPerPiece - 1) / rowsPerPiece,
            nanosecondsPerElement * x.Length
        );
    }

    private ref struct MapJob<T, TMap> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
        where TMap : struct, IKeptMap<T>
    {
        public ReadOnlySpan<T> X;
        public ReadOnlySpan<T> Kept;
        public Span<T> Y;
        public BroadcastRows Rows;
        public int RowsPerPiece;

        public void Run(int piece)
        {
            var n = Rows.RowLength;
            var end = Math.Min(Rows.Count, (piece + 1) * RowsPerPiece);
            for (var row = piece * RowsPerPiece; row < end; row++)
            {
                var start = Rows.Starts(row).B;
                var source = X.Slice(row * n, n);
                var target = Y.Slice(row * n, n);
                if (Rows.Kind == BroadcastRows.RowKind.RepeatB)
                {
                    TMap.Map(source, Kept[start], target);
                }
                else
                {
                    TMap.Map(source, Kept.Slice(start, n), target);
                }
            }
        }
    }
}

/// <summary><c>y = x ⊙ kept</c></summary>
internal readonly struct TimesKept<T> : IKeptMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static void Map(ReadOnlySpan<T> x, T kept, Span<T> y) =>
        TensorPrimitives.Multiply(x, kept, y);

    public static void Map(ReadOnlySpan<T> x, ReadOnlySpan<T> kept, Span<T> y) =>
        TensorPrimitives.Multiply(x, kept, y);
}

/// <summary><c>y = x / kept</c></summary>
internal readonly struct OverKept<T> : IKeptMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static void Map(ReadOnlySpan<T> x, T kept, Span<T> y) =>
        TensorPrimitives.Divide(x, kept, y);

    public static void Map(ReadOnlySpan<T> x, ReadOnlySpan<T> kept, Span<T> y) =>
        TensorPrimitives.Divide(x, kept, y);
}

/// <summary><c>y = x − kept</c></summary>
internal readonly struct Difference<T> : IKeptMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static void Map(ReadOnlySpan<T> x, T kept, Span<T> y) =>
        TensorPrimitives.Subtract(x, kept, y);

    public static void Map(ReadOnlySpan<T> x, ReadOnlySpan<T> kept, Span<T> y) =>
        TensorPrimitives.Subtract(x, kept, y);
}

/// <summary><c>y = e^(x − kept)</c></summary>
internal readonly struct ExpDifference<T> : IKeptMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static void Map(ReadOnlySpan<T> x, T kept, Span<T> y)
    {
        TensorPrimitives.Subtract(x, kept, y);
        SpecialFunctions.Exp<T>(y, y);
    }

    public static void Map(ReadOnlySpan<T> x, ReadOnlySpan<T> kept, Span<T> y)
    {
        TensorPrimitives.Subtract(x, kept, y);
        SpecialFunctions.Exp<T>(y, y);
    }
}

/// <summary><c>y = 1</c> where x and kept are equal or both NaN, 0 elsewhere.</summary>
internal readonly struct EqualsKept<T> : IKeptMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static void Map(ReadOnlySpan<T> x, T kept, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = x[i].Equals(kept) ? T.One : T.Zero;
        }
    }

    public static void Map(ReadOnlySpan<T> x, ReadOnlySpan<T> kept, Span<T> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = x[i].Equals(kept[i]) ? T.One : T.Zero;
        }
    }
}
