namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Reductions</c> whose results are positions or truth values.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> DiscreteReductions() =>
        [
            Position(
                "argMax",
                (x, axis, keepDims) => x.ArgMax(axis, keepDims),
                (x, axis, keepDims) => x.ArgMax(axis, keepDims),
                (x, best) => x > best
            ),
            Position(
                "argMin",
                (x, axis, keepDims) => x.ArgMin(axis, keepDims),
                (x, axis, keepDims) => x.ArgMin(axis, keepDims),
                (x, best) => x < best
            ),
            Truth(
                "any",
                (mask, axes, keepDims) => mask.Any(axes, keepDims),
                group => group.Contains(1)
            ),
            Truth(
                "all",
                (mask, axes, keepDims) => mask.All(axes, keepDims),
                group => !group.Contains(0)
            ),
        ];

    /// <summary>The position of the first of the best elements. In half of the draws there are ties.</summary>
    private static OpRow Position(
        string name,
        Func<Variable<double>, int?, bool, Indices> f64,
        Func<Variable<float>, int?, bool, Indices> f32,
        Func<double, double, bool> isBetter
    ) =>
        new OpRow(
            name,
            d =>
            {
                var shape = d.Shape();
                int? axis = shape.Rank == 0 || d.Int(0, 3) == 0 ? null : d.Axis(shape);
                shape = axis is { } along
                    ? shape.With(along, Math.Max(1, shape[along]))
                    : Shape.Of([.. shape.Select(size => Math.Max(1, size))]);
                var keepDims = d.Bool();
                return d.IndicesSample(
                    [Comparable(d, shape, hasTies: d.Bool())],
                    x => f64(x[0], axis, keepDims),
                    x => f32(x[0], axis, keepDims),
                    x =>
                        x[0]
                            .Reduce(
                                axis is { } one ? [one] : null,
                                keepDims,
                                group => FirstBest(group, isBetter)
                            ),
                    $"axis: {(axis is null ? "none" : $"{axis}")}, keepDims: {keepDims}"
                );
            }
        )
        {
            IsDiscrete = true,
            TakesAnyShape = true,
        }
            .Throws(() => f64(Zeros(2, 3), 2, false), ["axis 2", "(2, 3)"])
            .Throws(() => f64(Zeros(2, 0), 1, false), ["axis 1", "(2, 0)", "empty"])
            .Throws(() => f64(Zeros(2, 0), null, false), ["axis 1", "(2, 0)", "empty"]);

    private static double FirstBest(double[] group, Func<double, double, bool> isBetter)
    {
        var best = 0;
        for (var i = 1; i < group.Length; i++)
        {
            best = isBetter(group[i], group[best]) ? i : best;
        }
        return best;
    }

    /// <summary>A reduction of truth values. A mask is no input of a tape, so that the drawn one stands in the call.</summary>
    private static OpRow Truth(
        string name,
        Func<Mask, Axes, bool, Mask> call,
        Func<double[], bool> reference
    ) =>
        new OpRow(
            name,
            d =>
            {
                var shape = d.Shape();
                var (mask, chosen) = (d.Mask(shape), d.Axes(shape));
                var (axes, keepDims) = (chosen is null ? Axes.All : Axes.Of(chosen), d.Bool());
                var isTrue = Numbers(mask);
                return d.MaskSample(
                    [],
                    _ => call(mask, axes, keepDims),
                    _ => call(mask, axes, keepDims),
                    _ => isTrue.Reduce(chosen, keepDims, group => reference(group) ? 1 : 0),
                    $"mask: {isTrue}, axes: {axes}, keepDims: {keepDims}"
                );
            }
        )
        {
            IsDiscrete = true,
        }
            .Throws(() => call(Mask.Causal(3), 2, false), ["axis 2", "(3, 3)"])
            .Throws(() => call(Mask.Causal(3), [1, -1], false), ["axis 1", "(3, 3)", "twice"]);
}
