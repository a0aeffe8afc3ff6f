namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Shaping</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Shaping() =>
        new()
        {
            ["expand"] = One((c, x) => x[0].Expand(Shape.Of(c.Ints("shape")))),
            ["reshape"] = One((c, x) => x[0].Reshape(c.Ints("shape"))),
            ["permute"] = One((c, x) => x[0].Permute(c.Ints("dims"))),
            ["slice"] = One(Slice),
            ["cat"] = One((c, x) => VariableOps.Cat(x, c.Int("axis"))),
            ["stack"] = One((c, x) => VariableOps.Stack(x, c.Int("axis"))),
            ["split"] = (c, x) => [.. x[0].Split(c.Ints("sizes"), c.Int("axis"))],
            ["pad"] = One((c, x) => x[0].Pad(c.Pairs("pad"), c.Number("value"))),
            ["flip"] = One((c, x) => x[0].Flip(c.Axes())),
            ["tril"] = One((c, x) => x[0].Tril(c.Int("diagonal"))),
        };

    private static Variable<double> Slice(VectorCase c, Variable<double>[] x)
    {
        var (starts, stops, steps) = (c.Bounds("start"), c.Bounds("stop"), c.Ints("step"));
        var y = x[0];
        for (var axis = 0; axis < steps.Length; axis++)
        {
            y = y.Slice(axis, starts[axis], stops[axis], steps[axis]);
        }
        return y;
    }
}
