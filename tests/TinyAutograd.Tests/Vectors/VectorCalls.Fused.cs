namespace TinyAutograd.Tests.Vectors;

/// <content>The ops of <c>Ops/Fused</c>.</content>
internal static partial class VectorCalls
{
    private static Dictionary<string, Call> Fused() =>
        new()
        {
            ["softmax"] = One((c, x) => x[0].Softmax(c.Int("axis"))),
            ["log_softmax"] = One((c, x) => x[0].LogSoftmax(c.Int("axis"))),
            ["causal_masked_softmax"] = Unary(x => x.CausalSoftmax()),
            ["layer_norm"] = One(
                (c, x) =>
                    x[0]
                        .LayerNorm(
                            x.ElementAtOrDefault(1),
                            x.ElementAtOrDefault(2),
                            c.Number("eps"),
                            c.Ints("normalized_shape").Length
                        )
            ),
            ["rms_norm"] = One(
                (c, x) =>
                    x[0]
                        .RmsNorm(
                            x.ElementAtOrDefault(1),
                            c.Number("eps"),
                            c.Ints("normalized_shape").Length
                        )
            ),
            ["dropout"] = One((c, x) => x[0].Dropout(c.Mask(1), c.Number("p"))),
            ["sdpa"] = One(
                (c, x) =>
                    x[0]
                        .ScaledDotProductAttention(
                            x[1],
                            x[2],
                            c.Flag("is_causal"),
                            c.Number("scale")
                        )
            ),
        };
}
