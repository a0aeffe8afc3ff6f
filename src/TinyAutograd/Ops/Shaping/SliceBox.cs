using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>A box within a shape: per axis the first position, how many, and how far apart.</summary>
internal sealed class SliceBox(int[] starts, int[] lengths, int[] steps)
{
    public int[] Starts { get; } = starts;

    public int[] Lengths { get; } = lengths;

    public int[] Steps { get; } = steps;

    /// <summary>The shape of the box.</summary>
    public Shape Shape => Shape.Of(Lengths);

    /// <summary>The box that is all of a shape.</summary>
    public static SliceBox Whole(Shape shape)
    {
        var steps = new int[shape.Rank];
        Array.Fill(steps, 1);
        return new SliceBox(new int[shape.Rank], shape.AsSpan().ToArray(), steps);
    }

    /// <summary>Copies the box out of <paramref name="x"/>.</summary>
    /// <param name="x">Row-major of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The shape that the box lies in.</param>
    /// <param name="y">Row-major of the box.</param>
    public void Take<T>(ReadOnlySpan<T> x, Shape shape, Span<T> y)
        where T : unmanaged
    {
        Span<int> whole = stackalloc int[Starts.Length];
        Span<int> own = stackalloc int[Starts.Length];
        var start = Strides(shape, whole, own);
        StridedCopy.Copy(Lengths, x, start, whole, y, 0, own);
    }

    /// <summary>Copies <paramref name="x"/> into the box within <paramref name="y"/>. The rest of y stays.</summary>
    /// <param name="x">Row-major of the box.</param>
    /// <param name="y">Row-major of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The shape that the box lies in.</param>
    public void Put<T>(ReadOnlySpan<T> x, Span<T> y, Shape shape)
        where T : unmanaged
    {
        Span<int> whole = stackalloc int[Starts.Length];
        Span<int> own = stackalloc int[Starts.Length];
        var start = Strides(shape, whole, own);
        StridedCopy.Copy(Lengths, x, 0, own, y, start, whole);
    }

    /// <summary>Adds <paramref name="x"/> to the box within <paramref name="y"/>. The rest of y stays.</summary>
    /// <param name="x">Row-major of the box.</param>
    /// <param name="y">Row-major of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The shape that the box lies in.</param>
    public void Add<T>(ReadOnlySpan<T> x, Span<T> y, Shape shape)
        where T : unmanaged, INumber<T>
    {
        Span<int> whole = stackalloc int[Starts.Length];
        Span<int> own = stackalloc int[Starts.Length];
        BoxSum.Add(x, Lengths, y, Strides(shape, whole, own), whole);
    }

    /// <summary>Per axis as in Python: <c>[0:3, 1:6:2]</c>.</summary>
    public override string ToString()
    {
        var axes = Starts.Select(
            (start, axis) =>
            {
                var stop = start + Lengths[axis] * Steps[axis];
                return Steps[axis] == 1 ? $"{start}:{stop}" : $"{start}:{stop}:{Steps[axis]}";
            }
        );
        return $"[{string.Join(", ", axes)}]";
    }

    // Strides of the box within the shape and by itself; the result is where the box starts.
    private int Strides(Shape shape, Span<int> whole, Span<int> own)
    {
        StridedCopy.RowMajor(shape.AsSpan(), whole);
        StridedCopy.RowMajor(Lengths, own);
        var start = 0;
        for (var axis = 0; axis < whole.Length; axis++)
        {
            start += Starts[axis] * whole[axis];
            // A step over a single position leads nowhere, and might not fit an int.
            whole[axis] = Lengths[axis] > 1 ? whole[axis] * Steps[axis] : 0;
        }
        return start;
    }
}
