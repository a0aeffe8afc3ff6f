namespace TinyAutograd.Tests.Ops;

/// <content>The rows of losses of vectors and sequences, of margins and divergences.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> EmbeddingLosses() =>
        [CosineEmbedding(), Triplet(), SequenceCrossEntropy()];

    private static OpRow Hinge() =>
        LossOfPairs(
                "hinge",
                d =>
                {
                    // Null is the default, 1.
                    var margin = d.Pick<double?>(null, 1, 0.25, -0.5);
                    var shape = d.Shape();
                    return LossSample(
                        d,
                        d.Values(shape),
                        d.Bool() ? d.Mask(shape).ToSigns() : d.Values(shape),
                        (x, target, reduction) =>
                            margin is { } value
                                ? x.Hinge(target, value, reduction)
                                : x.Hinge(target, reduction: reduction),
                        (x, target, reduction) =>
                            margin is { } value
                                ? x.Hinge(target, value, reduction)
                                : x.Hinge(target, reduction: reduction),
                        (x, target) => Math.Max(0, (margin ?? 1) - target * x),
                        $", margin: {margin}"
                    );
                },
                (x, target, reduction) => x.Hinge(target, 1, reduction)
            )
            .Throws(() => Zeros(2).Hinge(Zeros(2), double.NaN), ["margin", "NaN"])
            .Throws(() => Zeros(2).Hinge(Zeros(2), double.PositiveInfinity), ["margin", "finite"]);

    /// <summary>Targets are probabilities or their logarithms. That of 0 has tests of its own.</summary>
    private static OpRow KlDivergence() =>
        LossOfPairs(
                "klDivergence",
                d =>
                {
                    var isLogTarget = d.Bool();
                    var shape = d.Shape();
                    return LossSample(
                        d,
                        d.Values(shape, (-3, 0)),
                        d.Values(shape, isLogTarget ? (-3, 0) : (0.1, 1)),
                        (x, target, reduction) => x.KlDivergence(target, reduction, isLogTarget),
                        (x, target, reduction) => x.KlDivergence(target, reduction, isLogTarget),
                        (x, target) =>
                            isLogTarget
                                ? Math.Exp(target) * (target - x)
                                : target * (Math.Log(target) - x),
                        $", isLogTarget: {isLogTarget}"
                    );
                },
                (x, target, reduction) => x.KlDivergence(target, reduction)
            )
            .Throws(
                () => Zeros(2).KlDivergence(Variable.Of([0.5, -0.5])),
                ["-0.5", "position 1", "isLogTarget"]
            )
            .Throws(() => Zeros(1).KlDivergence(Variable.Of([double.NaN])), ["NaN", "position 0"]);

    private static OpRow CosineEmbedding() =>
        Op(
                "cosineEmbedding",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var isSimilar = d.Mask(Shape.Of([.. shape.SkipLast(1)]));
                    var margin = d.Pick(0, 0.25, -0.5);
                    var reduction = d.Pick(Enum.GetValues<LossReduction>());
                    return d.Sample(
                        [d.Values(shape), d.Values(shape)],
                        x => x[0].CosineEmbedding(x[1], isSimilar, margin, reduction),
                        x => x[0].CosineEmbedding(x[1], isSimilar, margin, reduction),
                        x =>
                        {
                            var lengths = NdArray.Zip(
                                LengthsOf(x[0], -1, 1e-8),
                                LengthsOf(x[1], -1, 1e-8),
                                (p, q) => p * q
                            );
                            var products = NdArray
                                .Zip(x[0], x[1], (p, q) => p * q)
                                .Reduce([-1], false, group => group.Sum());
                            var cosines = NdArray.Zip(products, lengths, (p, q) => p / q);
                            var losses = NdArray.Zip(
                                cosines,
                                Numbers(isSimilar),
                                (c, similar) => similar == 1 ? 1 - c : Math.Max(0, c - margin)
                            );
                            return Reduced(losses, reduction, losses.Length);
                        },
                        $"isSimilar: {Numbers(isSimilar)}, margin: {margin}, reduction: {reduction}"
                    );
                }
            )
            .Throws(
                () => Zeros(2, 3).CosineEmbedding(Zeros(3), Mask.Of(true, false)),
                ["(2, 3)", "(3)"]
            )
            .Throws(
                () => Zeros(2, 3).CosineEmbedding(Zeros(2, 3), Mask.Of(true)),
                ["(2, 3)", "(1)"]
            )
            .Throws(
                () => Zeros(1, 3).CosineEmbedding(Zeros(1, 3), Mask.Of(true), 1.5),
                ["margin", "1.5", "[-1, 1]"]
            )
            .Throws(
                () =>
                    Zeros(1, 3)
                        .CosineEmbedding(Zeros(1, 3), Mask.Of(true), reduction: (LossReduction)3),
                ["3", "LossReduction"]
            );

    private static OpRow Triplet() =>
        Op(
                "triplet",
                d =>
                {
                    // In a large vector the difference of two distances would lose more digits than its inputs.
                    var shape = d.Shape(minRank: d.IsLarge ? 3 : 1);
                    var (margin, order) = (d.Pick(0.5, 1, 2), d.Pick(1, 2, 2, 3));
                    var reduction = d.Pick(Enum.GetValues<LossReduction>());
                    return d.Sample(
                        [d.Values(shape), d.Values(shape), d.Values(shape)],
                        x => x[0].Triplet(x[1], x[2], margin, order, reduction),
                        x => x[0].Triplet(x[1], x[2], margin, order, reduction),
                        x =>
                        {
                            var losses = NdArray.Zip(
                                DistancesOf(x[0], x[1], order),
                                DistancesOf(x[0], x[2], order),
                                (p, n) => Math.Max(0, p - n + margin)
                            );
                            return Reduced(losses, reduction, losses.Length);
                        },
                        $"margin: {margin}, order: {order}, reduction: {reduction}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Triplet(Zeros(2, 3), Zeros(3)), ["(2, 3)", "(3)"])
            .Throws(() => Zeros(2, 3).Triplet(Zeros(2, 1), Zeros(2, 3)), ["(2, 3)", "(2, 1)"])
            .Throws(() => Zeros().Triplet(Zeros(), Zeros()), ["()", "(…, C)"])
            .Throws(() => Zeros(2).Triplet(Zeros(2), Zeros(2), -1), ["margin", "-1", "≥ 0"])
            .Throws(
                () => Zeros(2).Triplet(Zeros(2), Zeros(2), order: 0.5),
                ["order is 0.5", "at least 1"]
            )
            .Throws(
                () => Zeros(2).Triplet(Zeros(2), Zeros(2), reduction: (LossReduction)3),
                ["3", "LossReduction"]
            );

    private static NdArray DistancesOf(NdArray a, NdArray b, double order) =>
        NdArray.Zip(a, b, (p, q) => p - q).Reduce([-1], false, group => NormOf(group, order));

    /// <summary>Behind the end of a sequence the targets are no classes at all.</summary>
    private static OpRow SequenceCrossEntropy() =>
        Op("sequenceCrossEntropy", d => SequenceCrossEntropy(d, d.Size(), d.Size()))
            .Throws(
                () => Zeros(1, 2, 3).SequenceCrossEntropy(Indices.Of(0, 1), Indices.Of(1)),
                ["(1, 2, 3)", "(2)", "(1)"]
            )
            .Throws(
                () =>
                    Zeros(1, 2, 3)
                        .SequenceCrossEntropy(Indices.Of([0, 1], [1, 2]), Indices.Of([1], [1, 1])),
                ["(1, 2, 3)", "(1, 2)", "(1, 1)"]
            )
            .Throws(
                () => Zeros(2, 3).SequenceCrossEntropy(Indices.Of(0, 1), Indices.Of(1)),
                ["(2, 3)", "(B, T, V)"]
            )
            .Throws(
                () =>
                    Zeros(1, 2, 3)
                        .SequenceCrossEntropy(
                            Indices.Of([
                                [0, 1],
                            ]),
                            Indices.Of(2, 2)
                        ),
                ["(1, 2, 3)", "(1, 2)", "(2)"]
            )
            .Throws(
                () =>
                    Zeros(1, 2, 3)
                        .SequenceCrossEntropy(
                            Indices.Of([
                                [0, 1],
                            ]),
                            Indices.Of(3)
                        ),
                ["length 3", "sequence 0", "[0, 2]"]
            )
            .Throws(
                () =>
                    Zeros(1, 2, 3)
                        .SequenceCrossEntropy(
                            Indices.Of([
                                [0, 3],
                            ]),
                            Indices.Of(2)
                        ),
                ["target 3", "(0, 1)", "[0, 3)"]
            )
            .Throws(
                () =>
                    Zeros(1, 2, 3)
                        .SequenceCrossEntropy(
                            Indices.Of([
                                [-1, 0],
                            ]),
                            Indices.Of(1)
                        ),
                ["target -1", "(0, 0)", "[0, 3)"]
            )
            .Throws(
                () =>
                    Zeros(1, 2, 3)
                        .SequenceCrossEntropy(
                            Indices.Of([
                                [0, 1],
                            ]),
                            Indices.Of(2),
                            1.5
                        ),
                ["labelSmoothing", "1.5"]
            )
            .Throws(
                () =>
                    Zeros(1, 2, 3)
                        .SequenceCrossEntropy(
                            Indices.Of([
                                [0, 1],
                            ]),
                            Indices.Of(2),
                            reduction: (LossReduction)3
                        ),
                ["3", "LossReduction"]
            );

    private static OpSample SequenceCrossEntropy(Draw d, int sequences, int positions)
    {
        var classes = d.Int(1, 5);
        var lengths = Indices.Of([
            .. Enumerable.Range(0, sequences).Select(_ => d.Int(0, positions)),
        ]);
        var targets = Indices.Of(
            [
                .. Enumerable
                    .Range(0, sequences * positions)
                    .Select(i =>
                        i % positions < lengths[i / positions] ? d.Int(0, classes - 1) : -7
                    ),
            ],
            [sequences, positions]
        );
        var smoothing = d.Pick(0, 0, 0.125);
        var reduction = d.Pick(Enum.GetValues<LossReduction>());
        return d.Sample(
            [d.Values([sequences, positions, classes])],
            x => x[0].SequenceCrossEntropy(targets, lengths, smoothing, reduction),
            x => x[0].SequenceCrossEntropy(targets, lengths, smoothing, reduction),
            x =>
            {
                var losses = NdArray.Of(
                    targets.Shape,
                    at =>
                    {
                        if (at[1] >= lengths[at[0]])
                        {
                            return 0;
                        }
                        double[] row =
                        [
                            .. Enumerable.Range(0, classes).Select(c => x[0][at[0], at[1], c]),
                        ];
                        return SmoothedLoss(row, targets[at[0] * positions + at[1]], smoothing);
                    }
                );
                return Reduced(losses, reduction, lengths.ToArray().Sum());
            },
            $"targets: {targets}, lengths: {lengths}, labelSmoothing: {smoothing}, reduction: {reduction}"
        );
    }

    /// <summary>1 for true, −1 for false.</summary>
    private static NdArray ToSigns(this Mask mask) => Numbers(mask).Map(isTrue => 2 * isTrue - 1);
}
