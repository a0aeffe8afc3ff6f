using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The product of <see cref="VariableOps.ScatterReduce{T}"/>.</summary>
internal sealed class ScatterProdOp<T>(Indices indices, int axis, bool includeSelf) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "scatterReduce";

    public override string Attributes =>
        $"prod, indices: {indices.Shape}, axis: {axis}{(includeSelf ? "" : ", without self")}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        IndexRules.ThrowIfNotScattered("ScatterReduce", shape, indices, inputs[1].Shape, axis);
        return shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        using var places = SpanOwner<int>.Allocate(indices.Length);
        var targets = IndexRules.Targets(indices, inputs[0].Shape, axis, places.Span);
        Scattering.Reduce<T, ProductReducer<T>>(
            inputs[0].AsSpan(),
            inputs[1].AsSpan(),
            targets,
            includeSelf,
            y
        );
    }

    // A row of factors per place, filled up with ones, and the product of each row.
    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var (x, source) = (inputs[0], inputs[1]);
        var factors = VariableOps.Cat(
            [x.Reshape([x.Length]), source.Reshape([source.Length]), Variable.Ones<T>([1])],
            axis: 0
        );
        var rows = Factors(x.Shape);
        return factors
            .IndexSelect(rows.Reshape([rows.Length]))
            .Reshape(rows.Shape)
            .Prod(1)
            .Reshape(x.Shape);
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var (x, source) = (call.Input(0), call.Input(1));
        using var places = SpanOwner<int>.Allocate(indices.Length);
        var targets = IndexRules.Targets(indices, x.Shape, axis, places.Span);
        using var part = SpanOwner<T>.Allocate(x.Length);
        Scattering.Participation(targets, includeSelf, part.Span);
        using var roomForX = SpanOwner<T>.Allocate(dx.Needs(0) ? 0 : x.Length);
        using var roomForSource = SpanOwner<T>.Allocate(dx.Needs(1) ? 0 : source.Length);
        Scattering.ProductGradient(
            x.AsSpan(),
            source.AsSpan(),
            targets,
            part.Span,
            dy,
            dx.Needs(0) ? dx.Room(0) : roomForX.Span,
            dx.Needs(1) ? dx.Room(1) : roomForSource.Span
        );
        return true;
    }

    // Per place the positions of its factors in (x, source, 1), row-major (places, longest row).
    private Indices Factors(Shape shape)
    {
        var count = shape.ElementCount;
        var targets = IndexRules.Targets(indices, shape, axis, new int[indices.Length]);
        var rows = new List<int>[count];
        for (var p = 0; p < count; p++)
        {
            rows[p] = includeSelf ? [p] : [];
        }
        for (var k = 0; k < targets.Length; k++)
        {
            rows[targets[k]].Add(count + k);
        }
        var width = Math.Max(1, rows.Select(row => row.Count).DefaultIfEmpty().Max());
        var table = new int[count * width];
        Array.Fill(table, count + indices.Length);
        for (var p = 0; p < count; p++)
        {
            rows[p].CopyTo(table, p * width);
            if (rows[p].Count == 0)
            {
                table[p * width] = p; // x stays where nothing else is
            }
        }
        return Indices.Own(table, [count, width]);
    }
}
