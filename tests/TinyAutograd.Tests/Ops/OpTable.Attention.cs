namespace TinyAutograd.Tests.Ops;

/// <content>The rows of attention.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Attention() =>
        [
            ScaledDotProductAttention(),
            MaskedAttention(),
            SelfAttention(
                "causalSelfAttention",
                (qkv, headCount) => qkv.CausalSelfAttention(headCount),
                (qkv, headCount) => qkv.CausalSelfAttention(headCount),
                (qkv, headCount) =>
                {
                    var channels = qkv.Shape[2] / 3;
                    var y = Product(
                        SelfProbabilities(qkv, headCount),
                        Heads(qkv, 2, headCount),
                        false,
                        false
                    );
                    var size = channels / headCount;
                    return NdArray.Of(
                        [qkv.Shape[0], qkv.Shape[1], channels],
                        at => y[at[0], at[2] / size, at[1], at[2] % size]
                    );
                }
            ),
            SelfAttention(
                "causalSelfAttentionProbabilities",
                (qkv, headCount) => qkv.CausalSelfAttentionProbabilities(headCount),
                (qkv, headCount) => qkv.CausalSelfAttentionProbabilities(headCount),
                SelfProbabilities
            ),
        ];

    /// <summary>Half of the calls have queries, keys and values of one shape, which may be one variable, and be chained.</summary>
    private static OpRow ScaledDotProductAttention() =>
        Op(
                "scaledDotProductAttention",
                d =>
                {
                    var isUniform = d.Bool();
                    var isCausal = d.Bool();
                    var (queries, size) = (d.Size(), d.Size());
                    var keys = isUniform || isCausal ? queries : d.Size();
                    var valueSize = isUniform ? size : d.Size();
                    var leading = d.IsLarge ? [d.Int(3, 5)] : d.Shape(maxRank: 2);
                    var scale = d.Pick<double?>(null, 0.25, -1);
                    // Of a cache with room for more, the first keys count.
                    int? keyCount = keys > 0 && d.Bool() ? keys : null;
                    var room = keyCount is null || isUniform ? keys : keys + d.Int(0, 3);
                    return d.Sample(
                        [
                            d.Values(Leading().Concat([queries, size])),
                            d.Values(Leading().Concat([room, size])),
                            d.Values(Leading().Concat([room, valueSize])),
                        ],
                        x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal, scale, keyCount),
                        x =>
                            x[0]
                                .ScaledDotProductAttention(
                                    x[1],
                                    x[2],
                                    isCausal,
                                    (float?)scale,
                                    keyCount
                                ),
                        x =>
                        {
                            var (k, v) = (First(x[1], keys), First(x[2], keys));
                            var factor = scale ?? 1 / Math.Sqrt(Math.Max(size, 1));
                            var scores = Product(x[0], k, false, true).Map(s => factor * s);
                            return Product(
                                isCausal
                                    ? CausalProbabilities(scores)
                                    : scores.MapRows(-1, Probabilities),
                                v,
                                false,
                                false
                            );
                        },
                        $"isCausal: {isCausal}, scale: {scale}, keyCount: {keyCount}"
                    );

                    Shape Leading() => isUniform ? leading : d.ExpandableTo(leading);
                }
            )
            .Throws(
                () => Zeros(4, 3).ScaledDotProductAttention(Zeros(4, 2), Zeros(4, 3)),
                ["(4, 3)", "(4, 2)"]
            )
            .Throws(
                () => Zeros(4, 3).ScaledDotProductAttention(Zeros(5, 3), Zeros(4, 3)),
                ["(5, 3)", "(4, 3)"]
            )
            .Throws(
                () => Zeros(4, 3).ScaledDotProductAttention(Zeros(5, 3), Zeros(5, 3), true),
                ["(4, 3)", "(5, 3)", "causal"]
            )
            .Throws(
                () => Zeros(2, 4, 3).ScaledDotProductAttention(Zeros(3, 4, 3), Zeros(4, 3)),
                ["(2, 4, 3)", "(3, 4, 3)", "broadcast"]
            )
            .Throws(
                () => Zeros(3).ScaledDotProductAttention(Zeros(4, 3), Zeros(4, 3)),
                ["(3)", "(4, 3)"]
            )
            .Throws(
                () => Zeros(2, 3).ScaledDotProductAttention(Zeros(4, 3), Zeros(4, 3), keyCount: 5),
                ["(4, 3)", "5 keys"]
            )
            .Throws(
                () => Zeros(2, 3).ScaledDotProductAttention(Zeros(4, 3), Zeros(4, 3), keyCount: 0),
                ["(4, 3)", "0 keys"]
            );

    /// <summary>Attention where a mask allows it; a query that may look at no key takes 0 of all.</summary>
    private static OpRow MaskedAttention() =>
        Op(
                "maskedScaledDotProductAttention",
                d =>
                {
                    var isCausal = d.Bool();
                    var (queries, size) = (d.Size(), d.Size());
                    var keys = isCausal ? queries : d.Size();
                    var leading = d.IsLarge ? [d.Int(3, 5)] : d.Shape(maxRank: 2);
                    var shape = leading.Concat([queries, keys]);
                    var mask = d.Mask(d.ExpandableTo(shape));
                    var allowed = new NdArray(
                        mask.Shape,
                        Array.ConvertAll(mask.ToArray(), allowed => allowed ? 1.0 : 0)
                    );
                    return d.Sample(
                        [
                            d.Values(leading.Concat([queries, size])),
                            d.Values(leading.Concat([keys, size])),
                            d.Values(leading.Concat([keys, d.Size()])),
                        ],
                        x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal, mask: mask),
                        x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal, mask: mask),
                        x =>
                        {
                            var scores = Product(x[0], x[1], false, true)
                                .Map(s => s / Math.Sqrt(Math.Max(size, 1)));
                            return Product(
                                MaskedProbabilities(scores, allowed, isCausal),
                                x[2],
                                false,
                                false
                            );
                        },
                        $"isCausal: {isCausal}, mask: {mask}"
                    );
                }
            )
            .Throws(
                () =>
                    Zeros(2, 3)
                        .ScaledDotProductAttention(
                            Zeros(4, 3),
                            Zeros(4, 3),
                            mask: Mask.Of([true, false, true], [3])
                        ),
                ["mask (3)", "(2, 4)"]
            )
            .Covering(nameof(VariableOps.ScaledDotProductAttention));

    private static NdArray MaskedProbabilities(NdArray scores, NdArray allowed, bool isCausal) =>
        NdArray
            .Of(
                scores.Shape,
                at =>
                    allowed.BroadcastAt(at) == 0 || (isCausal && at[^1] > at[^2])
                        ? 0
                        : Math.Exp(scores[at])
            )
            .MapRows(
                -1,
                weights =>
                {
                    var sum = weights.Sum();
                    return Array.ConvertAll(weights, weight => sum == 0 ? 0 : weight / sum);
                }
            );

    /// <summary>The first rows of the matrices (…, rows, columns).</summary>
    private static NdArray First(NdArray x, int rows) =>
        NdArray.Of(x.Shape.With(-2, rows), at => x[at]);

    /// <summary>Attention of a variable to itself, by heads.</summary>
    private static OpRow SelfAttention(
        string name,
        Func<Variable<double>, int, Variable<double>> f64,
        Func<Variable<float>, int, Variable<float>> f32,
        Func<NdArray, int, NdArray> reference
    ) =>
        Op(
                name,
                d =>
                {
                    var (headCount, size) = (d.Int(1, 3), d.IsLarge ? d.Int(4, 8) : d.Int(0, 3));
                    var batches = d.IsLarge ? d.Int(3, 5) : d.Size();
                    return d.Sample(
                        [d.Values([batches, d.Size(), 3 * headCount * size])],
                        x => f64(x[0], headCount),
                        x => f32(x[0], headCount),
                        x => reference(x[0], headCount),
                        $"headCount: {headCount}"
                    );
                }
            )
            .Throws(() => f64(Zeros(2, 6), 1), ["(2, 6)", "(B, T, 3C)"])
            .Throws(() => f64(Zeros(1, 2, 4), 1), ["(1, 2, 4)", "(B, T, 3C)"])
            .Throws(() => f64(Zeros(1, 2, 6), 4), ["2 channels", "6", "4 heads"])
            .Throws(() => f64(Zeros(1, 2, 6), 0), ["2 channels", "0 heads"]);

    /// <summary>The queries (0), keys (1) or values (2) of (B, T, 3C): (B, H, T, D).</summary>
    private static NdArray Heads(NdArray qkv, int part, int headCount)
    {
        var channels = qkv.Shape[2] / 3;
        var size = channels / headCount;
        return NdArray.Of(
            [qkv.Shape[0], headCount, qkv.Shape[1], size],
            at => qkv[at[0], at[2], part * channels + at[1] * size + at[3]]
        );
    }

    private static NdArray SelfProbabilities(NdArray qkv, int headCount)
    {
        var (q, k) = (Heads(qkv, 0, headCount), Heads(qkv, 1, headCount));
        var root = Math.Sqrt(Math.Max(q.Shape[3], 1));
        return CausalProbabilities(Product(q, k, false, true).Map(score => score / root));
    }
}
