using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Joins elements along an axis to where indices say, by sum, product, mean, largest or smallest.</summary>
    /// <param name="x">Rank 1 or more: what is there before. It stays as it is.</param>
    /// <param name="indices">The rank of x, on other axes no longer than x; each in [0, size of the axis).</param>
    /// <param name="source">The shape of <paramref name="indices"/>: what is joined.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="reduction">How the elements for one place are joined.</param>
    /// <param name="includeSelf">Whether the element of x is one of them; if not, x stays only where no index points.</param>
    /// <returns>The shape of x.</returns>
    /// <exception cref="ArgumentException">No such axis, shapes that do not fit, an index outside the axis, or no such reduction.</exception>
    /// <remarks>Gradient: for a sum dy at the place, for a mean dy over the number of elements there, for a product dy times the product of
    /// the others, without division, for the largest or smallest dy where it came from; ties share it evenly.
    /// Cost of a product's second derivative: O(places · longest group).</remarks>
    public static Variable<T> ScatterReduce<T>(
        this Variable<T> x,
        Indices indices,
        Variable<T> source,
        int axis,
        ScatterReduction reduction,
        bool includeSelf = true
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return reduction switch
        {
            ScatterReduction.Prod => new ScatterProdOp<T>(indices, axis, includeSelf).Apply(
                x,
                source
            ),
            ScatterReduction.Sum
            or ScatterReduction.Mean
            or ScatterReduction.Max
            or ScatterReduction.Min => new ScatterReduceOp<T>(
                indices,
                axis,
                reduction,
                includeSelf
            ).Apply(x, source),
            _ => throw new ArgumentOutOfRangeException(
                nameof(reduction),
                reduction,
                $"ScatterReduce: {(int)reduction} is not a ScatterReduction."
            ),
        };
    }
}

/// <summary>The reductions whose derivative is linear between ties: sum, mean, largest, smallest.</summary>
internal sealed class ScatterReduceOp<T>(
    Indices indices,
    int axis,
    ScatterReduction reduction,
    bool includeSelf
) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "scatterReduce";

    public override string Attributes =>
        $"{reduction.ToString().ToLowerInvariant()}, indices: {indices.Shape}, axis: {axis}{(includeSelf ? "" : ", without self")}";

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
        var x = inputs[0].AsSpan();
        var source = inputs[1].AsSpan();
        switch (reduction)
        {
            case ScatterReduction.Max:
                Scattering.Reduce<T, MaxReducer<T>>(x, source, targets, includeSelf, y);
                break;
            case ScatterReduction.Min:
                Scattering.Reduce<T, MinReducer<T>>(x, source, targets, includeSelf, y);
                break;
            default:
                Scattering.Reduce<T, SumReducer<T>>(x, source, targets, includeSelf, y);
                break;
        }
        if (reduction == ScatterReduction.Mean)
        {
            using var counts = SpanOwner<T>.Allocate(y.Length);
            Scattering.Count(targets, includeSelf, counts.Span);
            TensorPrimitives.Divide(y, counts.Span, y);
        }
    }

    // What each element counts in the result changes only at ties: constants of the derivative.
    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (x, source) = (call.Input(0), call.Input(1));
        using var places = SpanOwner<int>.Allocate(indices.Length);
        var targets = IndexRules.Targets(indices, x.Shape, axis, places.Span);
        var ofX = Constants.Uninitialised<T>(x.Shape, out var shareOfX);
        Scattering.Participation(targets, includeSelf, shareOfX);
        if (reduction is ScatterReduction.Sum or ScatterReduction.Mean)
        {
            var upstream = dy;
            if (reduction == ScatterReduction.Mean)
            {
                var counts = Constants.Uninitialised<T>(x.Shape, out var numbers);
                Scattering.Count(targets, includeSelf, numbers);
                upstream = dy / counts;
            }
            dx[0] = upstream * ofX;
            if (dx.Needs(1))
            {
                dx[1] = upstream.Gather(indices, axis);
            }
            return;
        }
        var ofSource = Constants.Uninitialised<T>(source.Shape, out var shareOfSource);
        Scattering.Shares(
            x.AsSpan(),
            source.AsSpan(),
            targets,
            call.Output.AsSpan(),
            shareOfX,
            shareOfSource
        );
        dx[0] = dy * ofX;
        if (dx.Needs(1))
        {
            dx[1] = dy.Gather(indices, axis) * ofSource;
        }
    }
}
