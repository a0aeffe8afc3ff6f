namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Selection</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Selection() =>
        new() { ["where"] = One((c, x) => c.Mask(0).Where(x[1], x[2])) };
}
