namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Shaping</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Shaping() =>
        new() { ["expand"] = One((c, x) => x[0].Expand(Shape.Of(c.Ints("shape")))) };
}
