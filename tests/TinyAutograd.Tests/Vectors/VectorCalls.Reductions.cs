namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Reductions</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Reductions() =>
        new()
        {
            ["sum"] = Reduction((x, axes, keepDims) => x.Sum(axes, keepDims)),
            ["mean"] = Reduction((x, axes, keepDims) => x.Mean(axes, keepDims)),
            ["var"] = One((c, x) => x[0].Var(c.Axes(), c.Flag("keepdim"), c.Int("correction"))),
            ["std"] = One((c, x) => x[0].Std(c.Axes(), c.Flag("keepdim"), c.Int("correction"))),
            ["max"] = Reduction((x, axes, keepDims) => x.Max(axes, keepDims)),
            ["min"] = Reduction((x, axes, keepDims) => x.Min(axes, keepDims)),
            ["logsumexp"] = Reduction((x, axes, keepDims) => x.LogSumExp(axes, keepDims)),
            ["prod"] = Reduction((x, axes, keepDims) => x.Prod(axes, keepDims)),
            ["cumsum"] = One((c, x) => x[0].CumSum(c.Int("axis"))),
        };
}
