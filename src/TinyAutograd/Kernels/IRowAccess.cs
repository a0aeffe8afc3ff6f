using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>
/// How a loop over elements reads and writes. It is written once, and compiled for <see cref="WholeVectors{T, TV}"/>, without a look at
/// the end in each step, and for what does not fill them (<see cref="RowEdge{T, TV}"/>).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal unsafe interface IRowAccess<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    /// <summary>Reads the vector at <paramref name="i"/>.</summary>
    TV Load(T* row, int i);

    /// <summary>Zeros behind the row's end, the vector elsewhere.</summary>
    TV Within(TV value, int i);

    /// <summary>Writes the vector at <paramref name="i"/>.</summary>
    void Store(T* row, int i, TV value);
}

/// <summary>All vectors are full.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal readonly unsafe struct WholeVectors<T, TV> : IRowAccess<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    /// <summary>How many of the elements fill whole vectors.</summary>
    public static int Of(int count) => count - count % TV.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TV Load(T* row, int i) => TV.Load(row + i);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TV Within(TV value, int i) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* row, int i, TV value) => TV.Store(row + i, value);
}
