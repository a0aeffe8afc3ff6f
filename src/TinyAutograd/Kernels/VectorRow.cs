using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>A row of one, two or four whole vectors, all in registers: read once, however often a kernel needs it.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
/// <typeparam name="TVectors">How many vectors: 1, 2 or 4.</typeparam>
internal readonly unsafe struct VectorRow<T, TV, TVectors>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
    where TVectors : IConstant
{
    private readonly TV v0,
        v1,
        v2,
        v3;

    private VectorRow(TV v0, TV v1, TV v2, TV v3) =>
        (this.v0, this.v1, this.v2, this.v3) = (v0, v1, v2, v3);

    /// <summary>Elements in a row.</summary>
    public static int Length => TVectors.Value * TV.Count;

    private static bool HasTwo => TVectors.Value > 1;

    private static bool HasFour => TVectors.Value > 2;

    /// <summary>Reads a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<T, TV, TVectors> Load(T* row) =>
        new(
            TV.Load(row),
            HasTwo ? TV.Load(row + TV.Count) : default,
            HasFour ? TV.Load(row + 2 * TV.Count) : default,
            HasFour ? TV.Load(row + 3 * TV.Count) : default
        );

    /// <summary>All elements less a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<T, TV, TVectors> operator -(VectorRow<T, TV, TVectors> a, TV b) =>
        new(
            a.v0 - b,
            HasTwo ? a.v1 - b : default,
            HasFour ? a.v2 - b : default,
            HasFour ? a.v3 - b : default
        );

    /// <summary>All elements times a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<T, TV, TVectors> operator *(VectorRow<T, TV, TVectors> a, TV b) =>
        new(
            a.v0 * b,
            HasTwo ? a.v1 * b : default,
            HasFour ? a.v2 * b : default,
            HasFour ? a.v3 * b : default
        );

    /// <summary>Element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<T, TV, TVectors> operator *(
        VectorRow<T, TV, TVectors> a,
        VectorRow<T, TV, TVectors> b
    ) =>
        new(
            a.v0 * b.v0,
            HasTwo ? a.v1 * b.v1 : default,
            HasFour ? a.v2 * b.v2 : default,
            HasFour ? a.v3 * b.v3 : default
        );

    /// <summary>Element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<T, TV, TVectors> operator +(
        VectorRow<T, TV, TVectors> a,
        VectorRow<T, TV, TVectors> b
    ) =>
        new(
            a.v0 + b.v0,
            HasTwo ? a.v1 + b.v1 : default,
            HasFour ? a.v2 + b.v2 : default,
            HasFour ? a.v3 + b.v3 : default
        );

    /// <summary>Element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<T, TV, TVectors> operator -(
        VectorRow<T, TV, TVectors> a,
        VectorRow<T, TV, TVectors> b
    ) =>
        new(
            a.v0 - b.v0,
            HasTwo ? a.v1 - b.v1 : default,
            HasFour ? a.v2 - b.v2 : default,
            HasFour ? a.v3 - b.v3 : default
        );

    /// <summary><c>a·b + c</c>, element by element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<T, TV, TVectors> MultiplyAdd(
        VectorRow<T, TV, TVectors> a,
        VectorRow<T, TV, TVectors> b,
        VectorRow<T, TV, TVectors> c
    ) =>
        new(
            TV.MultiplyAdd(a.v0, b.v0, c.v0),
            HasTwo ? TV.MultiplyAdd(a.v1, b.v1, c.v1) : default,
            HasFour ? TV.MultiplyAdd(a.v2, b.v2, c.v2) : default,
            HasFour ? TV.MultiplyAdd(a.v3, b.v3, c.v3) : default
        );

    /// <summary>The sum of all elements, in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum() =>
        TV.Sum(
            HasFour ? v0 + v1 + (v2 + v3)
            : HasTwo ? v0 + v1
            : v0
        );

    /// <summary>The sum of the products with the elements of another row, in a fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Dot(VectorRow<T, TV, TVectors> other)
    {
        var sum = v0 * other.v0;
        sum = HasTwo ? TV.MultiplyAdd(v1, other.v1, sum) : sum;
        sum = HasFour ? TV.MultiplyAdd(v2, other.v2, sum) : sum;
        return TV.Sum(HasFour ? TV.MultiplyAdd(v3, other.v3, sum) : sum);
    }

    /// <summary>Writes the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* row)
    {
        TV.Store(row, v0);
        if (HasTwo)
        {
            TV.Store(row + TV.Count, v1);
        }
        if (HasFour)
        {
            TV.Store(row + 2 * TV.Count, v2);
            TV.Store(row + 3 * TV.Count, v3);
        }
    }
}
