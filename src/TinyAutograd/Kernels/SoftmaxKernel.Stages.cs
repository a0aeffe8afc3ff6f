using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The stages within a row: each passes once over it.</content>
internal static unsafe partial class SoftmaxKernel
{
    /// <summary>The largest element of a row; any if one of them is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Largest<T, TV>(T* x, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var edge = new RowEdge<T, TV>(length);
        var lowest = TV.Broadcast(T.NegativeInfinity);
        var largest = lowest;
        for (var i = 0; i < length; i += TV.Count)
        {
            largest = TV.Max(largest, edge.Load(x, i, lowest));
        }
        return TV.Largest(largest);
    }

    /// <summary><c>y = e^(x − largest)</c>, and their sum. A null y wants the sum only.</summary>
    [MethodImpl(JitHints.Kernel)]
    internal static T Exponentials<T, TV>(T* x, T* y, int length, T largest)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var edge = new RowEdge<T, TV>(length);
        var shift = TV.Broadcast(largest);
        var sum = TV.Broadcast(T.Zero);
        for (var i = 0; i < length; i += TV.Count)
        {
            var e = VectorMath<T, TV>.ExpOfNegative(edge.Load(x, i) - shift);
            sum += edge.Within(e, i);
            if (y != null)
            {
                edge.Store(y, i, e);
            }
        }
        return TV.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<T, TV>(T* y, int length, T factor)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var edge = new RowEdge<T, TV>(length);
        var scale = TV.Broadcast(factor);
        for (var i = 0; i < length; i += TV.Count)
        {
            edge.Store(y, i, edge.Load(y, i) * scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shift<T, TV>(T* x, T* y, int length, T largest, T logarithm)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var edge = new RowEdge<T, TV>(length);
        var (first, second) = (TV.Broadcast(largest), TV.Broadcast(logarithm));
        for (var i = 0; i < length; i += TV.Count)
        {
            edge.Store(y, i, edge.Load(x, i) - first - second);
        }
    }

    // dx = y ⊙ (dy − Σ dy⊙y)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward<T, TV>(T* y, T* dy, T* dx, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var edge = new RowEdge<T, TV>(length);
        var dot = TV.Broadcast(T.Zero);
        for (var i = 0; i < length; i += TV.Count)
        {
            dot = TV.MultiplyAdd(edge.Load(y, i), edge.Load(dy, i), dot);
        }
        var sum = TV.Broadcast(TV.Sum(dot));
        for (var i = 0; i < length; i += TV.Count)
        {
            edge.Store(dx, i, edge.Load(y, i) * (edge.Load(dy, i) - sum));
        }
    }

    // dx = dy − eʸ Σ dy
    [MethodImpl(JitHints.Kernel)]
    private static void LogBackward<T, TV>(T* y, T* dy, T* dx, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var edge = new RowEdge<T, TV>(length);
        var total = TV.Broadcast(T.Zero);
        for (var i = 0; i < length; i += TV.Count)
        {
            total += edge.Load(dy, i);
        }
        var sum = TV.Broadcast(TV.Sum(total));
        for (var i = 0; i < length; i += TV.Count)
        {
            edge.Store(
                dx,
                i,
                edge.Load(dy, i) - VectorMath<T, TV>.ExpOfNegative(edge.Load(y, i)) * sum
            );
        }
    }
}
