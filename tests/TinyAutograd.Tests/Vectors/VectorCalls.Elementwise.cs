namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Elementwise</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Elementwise() =>
        new()
        {
            ["exp"] = Unary(x => x.Exp()),
            ["log"] = Unary(x => x.Log()),
            ["log1p"] = Unary(x => x.Log1p()),
            ["expm1"] = Unary(x => x.Expm1()),
            ["sqrt"] = Unary(x => x.Sqrt()),
            ["rsqrt"] = Unary(x => x.Rsqrt()),
            ["sin"] = Unary(x => x.Sin()),
            ["cos"] = Unary(x => x.Cos()),
            ["tanh"] = Unary(x => x.Tanh()),
            ["sigmoid"] = Unary(x => x.Sigmoid()),
            ["erf"] = Unary(x => x.Erf()),
            ["relu"] = Unary(x => x.Relu()),
            ["leaky_relu"] = One((c, x) => x[0].LeakyRelu(c.Number("negative_slope"))),
            ["elu"] = One((c, x) => x[0].Elu(c.Number("alpha"))),
            ["silu"] = Unary(x => x.Silu()),
            ["softplus"] = One((c, x) => x[0].Softplus(c.Number("beta"), c.Number("threshold"))),
            ["gelu_erf"] = Unary(x => x.Gelu()),
            ["gelu_tanh"] = Unary(x => x.GeluTanh()),
            ["clamp"] = One((c, x) => x[0].Clamp(c.Bound("min"), c.Bound("max"))),
        };
}
