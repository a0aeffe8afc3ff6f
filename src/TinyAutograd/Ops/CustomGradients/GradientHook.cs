using System.Numerics;

namespace TinyAutograd;

/// <summary>Functions that stand where a gradient flows.</summary>
public static class GradientHook
{
    /// <summary>The same numbers, <c>y = x</c>; a backward pass calls a function with the gradient that arrives, and goes on with what it gives.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="hook">Sees dy, the whole gradient with respect to the result, of its shape, and gives what is passed on: dy itself, or
    /// a clipped or scaled one. Called once per backward pass that reaches it. dy lives as long as the tape.</param>
    /// <returns>A view of <paramref name="x"/>; use it, and not x, from here on.</returns>
    /// <exception cref="InvalidOperationException">In the backward pass: the function gave null or another shape.</exception>
    /// <remarks>Gradient: <c>dx = hook(dy)</c>. Forward mode passes directions on unchanged. Written in ops, the hook is differentiated again.</remarks>
    public static Variable<T> OnGradient<T>(this Variable<T> x, Func<Variable<T>, Variable<T>> hook)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(hook);
        return new GradientHookOp<T>(hook).Apply(x);
    }
}

internal sealed class GradientHookOp<T>(Func<Variable<T>, Variable<T>> hook) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "onGradient";

    protected internal override bool SharesMemory => true;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => inputs[0].Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        inputs[0].AsSpan().CopyTo(y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var changed = hook(dy);
        if (changed?.Shape != dy.Shape)
        {
            throw new InvalidOperationException(
                $"OnGradient: the hook gave {changed?.Shape.ToString() ?? "null"} for a gradient {dy.Shape}; it must keep the shape."
            );
        }
        dx[0] = changed;
    }

    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx) => dx[0]!;
}
