namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/LinearAlgebra</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> LinearAlgebra() =>
        new()
        {
            ["matmul"] = Binary((a, b) => a.MatMul(b)),
            ["einsum"] = One((c, x) => VariableOps.Einsum(c.Text("equation"), x)),
            ["linear"] = One((c, x) => x[0].Linear(x[1], x.ElementAtOrDefault(2))),
        };
}
