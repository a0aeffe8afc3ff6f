namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Fused</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Fused() =>
        new() { ["dropout"] = One((c, x) => x[0].Dropout(c.Mask(1), c.Number("p"))) };
}
