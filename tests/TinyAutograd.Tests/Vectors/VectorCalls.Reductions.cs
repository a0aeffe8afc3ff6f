namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Reductions</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Reductions() =>
        new() { ["sum"] = Reduction((x, axes, keepDims) => x.Sum(axes, keepDims)) };
}
