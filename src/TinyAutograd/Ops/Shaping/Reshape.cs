using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The same numbers, row-major, in another shape. Shares the memory.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">A shape of the same length.</param>
    /// <returns>A view of shape <paramref name="shape"/>.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> in the shape of x.</remarks>
    public static Variable<T> Reshape<T>(this Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => new ReshapeOp<T>(shape).Apply(x);

    /// <summary>The same numbers, row-major, in another shape, one size of which may be left open. Shares the memory.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="sizes">The sizes; at most one is −1 and follows from the others.</param>
    /// <returns>A view of that shape.</returns>
    /// <exception cref="ArgumentException">The lengths differ, the open size cannot be inferred, or two are open.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> in the shape of x.</remarks>
    [OverloadResolutionPriority(1)] // A literal [2, -1] means these sizes, not a Shape, which has no open size.
    public static Variable<T> Reshape<T>(this Variable<T> x, params ReadOnlySpan<int> sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(OpenShape.Infer(sizes, x.Shape));
    }

    /// <summary>A new variable with the same numbers, which a tape tells apart from <paramref name="x"/>.</summary>
    internal static Variable<T> Alias<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new ReshapeOp<T>(x.Shape).Apply(x);
}

internal sealed class ReshapeOp<T>(Shape shape) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "reshape";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"shape: {shape}";

    protected internal override bool SharesMemory => true;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].Length == shape.ElementCount
            ? shape
            : throw new ArgumentException(
                $"Reshape: {inputs[0].Shape} has {inputs[0].Length} elements, {shape} has {shape.ElementCount}."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        inputs[0].AsSpan().CopyTo(y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = dy.Reshape(call.Input(0).Shape);
}
