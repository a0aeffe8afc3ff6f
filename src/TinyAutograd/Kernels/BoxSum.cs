using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>Adds a row-major box of numbers to a part of a larger memory.</summary>
internal static class BoxSum
{
    /// <summary>Computes <c>y[start + Σ iₐ·strides[a]] += x[i]</c> for every i below <paramref name="sizes"/>, row after row.</summary>
    /// <param name="x">Row-major of the box.</param>
    /// <param name="sizes">Sizes of the box; none for a single number.</param>
    /// <param name="y">Added to.</param>
    /// <param name="start">Position of the box's first element in y.</param>
    /// <param name="strides">One per size.</param>
    public static void Add<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<int> sizes,
        Span<T> y,
        int start,
        ReadOnlySpan<int> strides
    )
        where T : unmanaged, INumber<T>
    {
        if (x.IsEmpty)
        {
            return;
        }
        if (sizes.IsEmpty)
        {
            y[start] += x[0];
            return;
        }
        var outer = sizes[..^1];
        var (row, step) = (sizes[^1], strides[^1]);
        Span<int> at = stackalloc int[outer.Length]; // zeros
        for (var from = 0; from < x.Length; from += row)
        {
            AddRow(x.Slice(from, row), y[start..], step);
            for (var axis = outer.Length - 1; axis >= 0; axis--)
            {
                start += strides[axis];
                if (++at[axis] < outer[axis])
                {
                    break;
                }
                start -= at[axis] * strides[axis];
                at[axis] = 0;
            }
        }
    }

    private static void AddRow<T>(ReadOnlySpan<T> x, Span<T> y, int step)
        where T : unmanaged, INumber<T>
    {
        if (step == 1)
        {
            TensorPrimitives.Add(y[..x.Length], x, y[..x.Length]);
            return;
        }
        for (var i = 0; i < x.Length; i++)
        {
            y[i * step] += x[i];
        }
    }
}
