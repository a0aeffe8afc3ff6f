using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>
/// Reads and writes the vectors of a row, the last of which may be partial. Loops stay short (one body for all vectors), which
/// matters: the JIT stops inlining in methods that have become too large.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal readonly unsafe struct RowEdge<T, TV> : IRowAccess<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    private readonly int length;
    private readonly TV mask;

    /// <summary>The edge of rows of a given length.</summary>
    /// <param name="length">Elements in a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowEdge(int length)
    {
        this.length = length;
        mask = TV.FirstMask(length % TV.Count);
    }

    /// <summary>Reads the vector at <paramref name="i"/>, with zeros behind the row's end.</summary>
    /// <param name="row">The row's first element.</param>
    /// <param name="i">The vector's first element.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TV Load(T* row, int i) =>
        i + TV.Count <= length ? TV.Load(row + i) : TV.LoadFirst(row + i, length - i, mask);

    /// <summary>Reads the vector at <paramref name="i"/>, with a given number behind the row's end.</summary>
    /// <param name="row">The row's first element.</param>
    /// <param name="i">The vector's first element.</param>
    /// <param name="fill">What stands behind the end.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TV Load(T* row, int i, TV fill) =>
        i + TV.Count <= length
            ? TV.Load(row + i)
            : TV.Select(mask, TV.LoadFirst(row + i, length - i, mask), fill);

    /// <summary>Zeros behind the row's end, the vector elsewhere.</summary>
    /// <param name="value">The vector at <paramref name="i"/>.</param>
    /// <param name="i">The vector's first element.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TV Within(TV value, int i) =>
        i + TV.Count <= length ? value : TV.Select(mask, value, TV.Broadcast(T.Zero));

    /// <summary>Writes the vector at <paramref name="i"/> as far as the row goes.</summary>
    /// <param name="row">The row's first element.</param>
    /// <param name="i">The vector's first element.</param>
    /// <param name="value">The vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* row, int i, TV value)
    {
        if (i + TV.Count <= length)
        {
            TV.Store(row + i, value);
        }
        else
        {
            TV.StoreFirst(row + i, length - i, mask, value);
        }
    }
}
