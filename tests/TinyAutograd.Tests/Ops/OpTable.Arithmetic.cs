namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Arithmetic</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Arithmetic() =>
        [
            Binary("add", (a, b) => a.Add(b), (a, b) => a.Add(b), (a, b) => a + b, (-3, 3)),
            Binary(
                "subtract",
                (a, b) => a.Subtract(b),
                (a, b) => a.Subtract(b),
                (a, b) => a - b,
                (-3, 3)
            ),
            Binary(
                "multiply",
                (a, b) => a.Multiply(b),
                (a, b) => a.Multiply(b),
                (a, b) => a * b,
                (-3, 3)
            ),
            Binary(
                "divide",
                (a, b) => a.Divide(b),
                (a, b) => a.Divide(b),
                (a, b) => a / b,
                (-3, 3),
                new Domain(-3, 3, Gap: 0.5)
            ),
            Unary("negate", x => x.Negate(), x => x.Negate(), x => -x, (-3, 3)),
        ];
}
