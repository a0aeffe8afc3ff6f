using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>Picks the tile for the columns that are left: one vector or two, the last of them full or not.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
/// <typeparam name="TRows">Rows of a tile.</typeparam>
internal static class GemmTiles<T, TV, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
    where TRows : IConstant
{
    /// <summary>Computes tiles below each other.</summary>
    /// <param name="t">Where, but for the columns in the last vector.</param>
    /// <param name="width">Columns, at most two vectors.</param>
    /// <param name="isPaddedB">Whether B's rows can be read to the end of the last vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(ref TileArguments<T> t, int width, bool isPaddedB)
    {
        if (width > TV.Count)
        {
            t.LastColumns = width - TV.Count;
            Multiply<Two>(ref t, isPaddedB);
        }
        else
        {
            t.LastColumns = width;
            Multiply<One>(ref t, isPaddedB);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TColumns>(ref TileArguments<T> t, bool isPaddedB)
        where TColumns : IConstant
    {
        if (t.LastColumns == TV.Count)
        {
            GemmTile<T, TV, TRows, TColumns, Zero>.Multiply(ref t);
        }
        else if (isPaddedB)
        {
            GemmTile<T, TV, TRows, TColumns, One>.Multiply(ref t);
        }
        else
        {
            GemmTile<T, TV, TRows, TColumns, Two>.Multiply(ref t);
        }
    }
}
