using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>
/// A vector width as a type: kernels are written once over <typeparamref name="TV"/> and the JIT compiles them for each width and
/// element type.
/// </summary>
/// <typeparam name="TV">The vector itself.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface ILanes<TV, T>
    : IAdditionOperators<TV, TV, TV>,
        ISubtractionOperators<TV, TV, TV>,
        IMultiplyOperators<TV, TV, TV>,
        IDivisionOperators<TV, TV, TV>,
        IUnaryNegationOperators<TV, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    /// <summary>The number of elements in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Whether <see cref="LoadFirst"/> is about as fast as <see cref="Load"/>.</summary>
    static abstract bool LoadsMasked { get; }

    /// <summary>Reads <see cref="Count"/> elements; no alignment is asked for.</summary>
    static abstract TV Load(T* source);

    /// <summary>Writes <see cref="Count"/> elements; no alignment is asked for.</summary>
    static abstract void Store(T* target, TV value);

    /// <summary>The mask that <see cref="LoadFirst"/> and <see cref="StoreFirst"/> want for <paramref name="count"/> elements.</summary>
    static abstract TV FirstMask(int count);

    /// <summary>Reads the first <paramref name="count"/> elements, touches no others, and fills with zeros.</summary>
    static abstract TV LoadFirst(T* source, int count, TV mask);

    /// <summary>Writes the first <paramref name="count"/> elements and touches no others.</summary>
    static abstract void StoreFirst(T* target, int count, TV mask, TV value);

    /// <summary>All elements equal to <paramref name="value"/>.</summary>
    static abstract TV Broadcast(T value);

    /// <summary><c>a·b + c</c>, with one rounding where the hardware has it.</summary>
    static abstract TV MultiplyAdd(TV a, TV b, TV c);

    /// <summary>The larger of two; NaN if <paramref name="b"/> is, any of the two if only <paramref name="a"/> is.</summary>
    static abstract TV Max(TV a, TV b);

    /// <summary>The smaller of two; NaN if <paramref name="b"/> is, any of the two if only <paramref name="a"/> is.</summary>
    static abstract TV Min(TV a, TV b);

    /// <summary>Square root.</summary>
    static abstract TV Sqrt(TV a);

    /// <summary>Absolute value.</summary>
    static abstract TV Abs(TV a);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TV Round(TV a);

    /// <summary>A mask: where <c>a &lt; b</c>.</summary>
    static abstract TV Less(TV a, TV b);

    /// <summary>Elements of <paramref name="yes"/> where the mask is set, of <paramref name="no"/> elsewhere.</summary>
    static abstract TV Select(TV mask, TV yes, TV no);

    /// <summary>The magnitude of <paramref name="a"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract TV CopySign(TV a, TV sign);

    /// <summary><c>2ⁿ</c> for integers n within the normal range of exponents; 0 for the largest n below it.</summary>
    static abstract TV PowerOfTwo(TV n);

    /// <summary>The sum of the elements, in a fixed order.</summary>
    static abstract T Sum(TV a);

    /// <summary>The largest element; any if one of them is NaN.</summary>
    static abstract T Largest(TV a);
}
