using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Softmax along the middle axis of (outer, n, inner), inner > 1: runs of <c>inner</c> numbers are worked on at once.</summary>
internal static class AxisSoftmax
{
    /// <summary><c>y = e^x / Σ e^x</c> along the axis.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int outer, int n, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(outer * n * inner, x.Length, nameof(x));
        Check.SameLength(x.Length, y.Length, nameof(y));
        using var scratch = SpanOwner<T>.Allocate(inner);
        var run = scratch.Span;
        for (var start = 0; start < outer * n * inner; start += n * inner)
        {
            var block = y.Slice(start, n * inner);
            Shift(x.Slice(start, n * inner), run, block);
            SpecialFunctions.Exp<T>(block, block);
            Sum(block, run);
            for (var i = 0; i < block.Length; i += inner)
            {
                TensorPrimitives.Divide(block.Slice(i, inner), run, block.Slice(i, inner));
            }
        }
    }

    /// <summary><c>y = x − ln Σ e^x</c> along the axis.</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int outer, int n, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(outer * n * inner, x.Length, nameof(x));
        Check.SameLength(x.Length, y.Length, nameof(y));
        using var scratch = SpanOwner<T>.Allocate(inner);
        using var scratchOfBlock = SpanOwner<T>.Allocate(n * inner);
        var run = scratch.Span;
        var exponentials = scratchOfBlock.Span;
        for (var start = 0; start < outer * n * inner; start += n * inner)
        {
            var block = y.Slice(start, n * inner);
            Shift(x.Slice(start, n * inner), run, block);
            SpecialFunctions.Exp<T>(block, exponentials);
            Sum(exponentials, run);
            TensorPrimitives.Log(run, run);
            for (var i = 0; i < block.Length; i += inner)
            {
                TensorPrimitives.Subtract(block.Slice(i, inner), run, block.Slice(i, inner));
            }
        }
    }

    /// <summary><c>dx = y ⊙ (dy − Σ dy ⊙ y)</c> along the axis.</summary>
    public static void SoftmaxBackward<T>(
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        int outer,
        int n,
        int inner,
        Span<T> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(outer * n * inner, y.Length, nameof(y));
        Check.SameLength(y.Length, dy.Length, nameof(dy));
        Check.SameLength(y.Length, dx.Length, nameof(dx));
        using var scratch = SpanOwner<T>.Allocate(inner);
        var run = scratch.Span;
        for (var start = 0; start < outer * n * inner; start += n * inner)
        {
            run.Clear();
            for (var i = start; i < start + n * inner; i += inner)
            {
                TensorPrimitives.MultiplyAdd(y.Slice(i, inner), dy.Slice(i, inner), run, run);
            }
            for (var i = start; i < start + n * inner; i += inner)
            {
                var target = dx.Slice(i, inner);
                TensorPrimitives.Subtract(dy.Slice(i, inner), run, target);
                TensorPrimitives.Multiply(target, y.Slice(i, inner), target);
            }
        }
    }

    /// <summary><c>dx = dy − e^y ⊙ Σ dy</c> along the axis.</summary>
    public static void LogSoftmaxBackward<T>(
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        int outer,
        int n,
        int inner,
        Span<T> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(outer * n * inner, y.Length, nameof(y));
        Check.SameLength(y.Length, dy.Length, nameof(dy));
        Check.SameLength(y.Length, dx.Length, nameof(dx));
        using var scratch = SpanOwner<T>.Allocate(inner);
        var run = scratch.Span;
        for (var start = 0; start < outer * n * inner; start += n * inner)
        {
            Sum(dy.Slice(start, n * inner), run);
            for (var i = start; i < start + n * inner; i += inner)
            {
                var target = dx.Slice(i, inner);
                SpecialFunctions.Exp<T>(y.Slice(i, inner), target);
                TensorPrimitives.Multiply(target, run, target);
                TensorPrimitives.Subtract(dy.Slice(i, inner), target, target);
            }
        }
    }

    // y = x − max x, so that no exponential overflows.
    private static void Shift<T>(ReadOnlySpan<T> x, Span<T> run, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x[..run.Length].CopyTo(run);
        for (var i = run.Length; i < x.Length; i += run.Length)
        {
            TensorPrimitives.Max(run, x.Slice(i, run.Length), run);
        }
        for (var i = 0; i < x.Length; i += run.Length)
        {
            TensorPrimitives.Subtract(x.Slice(i, run.Length), run, y.Slice(i, run.Length));
        }
    }

    private static void Sum<T>(ReadOnlySpan<T> x, Span<T> run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        run.Clear();
        for (var i = 0; i < x.Length; i += run.Length)
        {
            TensorPrimitives.Add(run, x.Slice(i, run.Length), run);
        }
    }
}
