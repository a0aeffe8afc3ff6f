namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Indexing</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Indexing() =>
        new()
        {
            ["index_select"] = One((c, x) => x[0].IndexSelect(c.Indices(1), c.Int("axis"))),
            ["gather"] = One((c, x) => x[0].Gather(c.Indices(1), c.Int("axis"))),
            ["embedding"] = One((c, x) => x[0].Embedding(c.Indices(1))),
            ["scatter_add"] = One((c, x) => x[0].ScatterAdd(c.Indices(1), x[2], c.Int("axis"))),
        };
}
