namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Arithmetic</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Arithmetic() =>
        new()
        {
            ["add"] = Binary((a, b) => a.Add(b)),
            ["sub"] = Binary((a, b) => a.Subtract(b)),
            ["mul"] = Binary((a, b) => a.Multiply(b)),
            ["div"] = Binary((a, b) => a.Divide(b)),
            ["neg"] = Unary(x => x.Negate()),
            ["abs"] = Unary(x => x.Abs()),
            ["maximum"] = Binary((a, b) => a.Maximum(b)),
            ["minimum"] = Binary((a, b) => a.Minimum(b)),
            ["pow"] = One(
                (c, x) => x.Length == 1 ? x[0].Pow(c.Number("exponent")) : x[0].Pow(x[1])
            ),
        };
}
