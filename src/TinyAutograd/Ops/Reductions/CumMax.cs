using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Running maximum along an axis, <c>yₖ = max(x₀, …, xₖ)</c>. From a NaN on the result is NaN.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: each dyₖ goes to the element that is its maximum; of several equal ones to the last, as in PyTorch (unlike
    /// <see cref="Max{T}"/>, which shares it). Where the result is NaN, to the last NaN.</remarks>
    public static Variable<T> CumMax<T>(this Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> => new CumMaxOp<T>(axis).Apply(x);
}

internal sealed class CumMaxOp<T>(int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "cumMax";

    public override string Attributes => $"axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        AxisRules.Resolve("CumMax", inputs[0].Shape, axis);
        return inputs[0].Shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        using var positions = SpanOwner<int>.Allocate(y.Length);
        Scan(inputs[0], y, positions.Span);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        dx[0] = Variable.Zeros<T>(x.Shape).ScatterAdd(PositionsOf(x), dy, axis);
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        var positions = PositionsOf(x);
        var room = dx.Room(0);
        room.Clear();
        Gathering.ScatterAdd(dy, positions.AsSpan(), x.Shape, x.Shape.Axis(axis), room, x.Shape);
        return true;
    }

    // Where the maxima stand changes only at ties: positions are constants of the derivative.
    private Indices PositionsOf(Variable<T> x)
    {
        var positions = new int[x.Length];
        using var maxima = SpanOwner<T>.Allocate(x.Length);
        Scan(x, maxima.Span, positions);
        return Indices.Own(positions, x.Shape);
    }

    private void Scan(Variable<T> x, Span<T> y, Span<int> positions)
    {
        var along = x.Shape.Axis(axis);
        Running.Max(x.AsSpan(), x.Shape[along], x.Shape.LengthOf((along + 1)..), y, positions);
    }
}
