namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Losses</c>; those of classes have a file of their own.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Losses() =>
        [
            PairLoss(
                "mse",
                (x, target, reduction) => x.Mse(target, reduction),
                (x, target, reduction) => x.Mse(target, reduction),
                (x, target) => (x - target) * (x - target)
            ),
            PairLoss(
                "l1",
                (x, target, reduction) => x.L1(target, reduction),
                (x, target, reduction) => x.L1(target, reduction),
                (x, target) => Math.Abs(x - target)
            ),
            Huber(),
            BinaryCrossEntropy(),
            PairLoss(
                "binaryCrossEntropyWithLogits",
                (x, target, reduction) => x.BinaryCrossEntropyWithLogits(target, reduction),
                (x, target, reduction) => x.BinaryCrossEntropyWithLogits(target, reduction),
                (x, target) =>
                    target * Math.Log(1 + Math.Exp(-x)) + (1 - target) * Math.Log(1 + Math.Exp(x)),
                d => d.Values(d.Shape(), (-6, 6)),
                (0, 1)
            ),
            Hinge(),
            KlDivergence(),
            .. EmbeddingLosses(),
            .. ClassLosses(),
        ];

    private static OpRow Huber() =>
        LossOfPairs(
                "huber",
                d =>
                {
                    // Null is the default, 1.
                    var delta = d.Pick<double?>(null, 1, 0.5, 2.25);
                    var shape = d.Shape();
                    return LossSample(
                        d,
                        d.Values(shape),
                        d.Values(shape),
                        (x, target, reduction) =>
                            delta is { } value
                                ? x.Huber(target, value, reduction)
                                : x.Huber(target, reduction: reduction),
                        (x, target, reduction) =>
                            delta is { } value
                                ? x.Huber(target, value, reduction)
                                : x.Huber(target, reduction: reduction),
                        (x, target) =>
                            Math.Abs(x - target) <= (delta ?? 1)
                                ? (x - target) * (x - target) / 2
                                : (delta ?? 1) * (Math.Abs(x - target) - (delta ?? 1) / 2),
                        $", delta: {delta}"
                    );
                },
                (x, target, reduction) => x.Huber(target, 1, reduction)
            )
            .Throws(() => Zeros(2).Huber(Zeros(2), 0), ["delta", "0", "positive"])
            .Throws(() => Zeros(2).Huber(Zeros(2), double.NaN), ["delta", "NaN"])
            .Throws(() => Zeros(2).Huber(Zeros(2), double.PositiveInfinity), ["delta", "Infinity"]);

    /// <summary>Where the loss has the shape of p it may become a p itself, which the losses of the narrow interval can: they are in (0.5, 1).</summary>
    private static OpRow BinaryCrossEntropy() =>
        PairLoss(
                "binaryCrossEntropy",
                (p, target, reduction) => p.BinaryCrossEntropy(target, reduction),
                (p, target, reduction) => p.BinaryCrossEntropy(target, reduction),
                (p, target) => -(target * Math.Log(p) + (1 - target) * Math.Log(1 - p)),
                d => d.Values(d.Shape(), (0.4, 0.6)),
                (0, 1)
            )
            .Throws(
                () => Variable.Of([0.5, 1.5]).BinaryCrossEntropy(Zeros(2)),
                ["1.5", "position 1", "[0, 1]"]
            )
            .Throws(
                () => Variable.Of([-0.25]).BinaryCrossEntropy(Zeros(1)),
                ["-0.25", "position 0", "[0, 1]"]
            )
            .Throws(
                () => Variable.Of([double.NaN]).BinaryCrossEntropy(Zeros(1)),
                ["NaN", "position 0"]
            );

    /// <summary>A loss of predictions and targets of one shape.</summary>
    private static OpRow PairLoss(
        string name,
        Func<Variable<double>, Variable<double>, LossReduction, Variable<double>> f64,
        Func<Variable<float>, Variable<float>, LossReduction, Variable<float>> f32,
        Func<double, double, double> reference,
        Func<Draw, NdArray>? predictions = null,
        Domain? targets = null
    ) =>
        LossOfPairs(
            name,
            d =>
            {
                var x = predictions is null ? d.Values(d.Shape()) : predictions(d);
                return LossSample(d, x, d.Values(x.Shape, targets), f64, f32, reference);
            },
            f64
        );

    private static OpRow LossOfPairs(
        string name,
        Func<Draw, OpSample> draw,
        Func<Variable<double>, Variable<double>, LossReduction, Variable<double>> call
    ) =>
        Op(name, draw)
            .Throws(() => call(Zeros(2, 3), Zeros(3), LossReduction.Mean), ["(2, 3)", "(3)"])
            .Throws(() => call(Zeros(2), Zeros(2), (LossReduction)3), ["3", "LossReduction"]) with
        {
            TakesAnyShape = true,
        };

    private static OpSample LossSample(
        Draw d,
        NdArray x,
        NdArray targets,
        Func<Variable<double>, Variable<double>, LossReduction, Variable<double>> f64,
        Func<Variable<float>, Variable<float>, LossReduction, Variable<float>> f32,
        Func<double, double, double> reference,
        string attributes = ""
    )
    {
        var reduction = d.Pick(Enum.GetValues<LossReduction>());
        return d.Sample(
            [x, targets],
            v => f64(v[0], v[1], reduction),
            v => f32(v[0], v[1], reduction),
            v => Reduced(NdArray.Zip(v[0], v[1], reference), reduction, v[0].Length),
            $"reduction: {reduction}{attributes}"
        );
    }

    /// <summary>Losses as the reduction leaves them; the mean has this divisor.</summary>
    private static NdArray Reduced(NdArray losses, LossReduction reduction, int count) =>
        reduction switch
        {
            LossReduction.Mean => NdArray.Scalar(losses.Values.Sum() / count),
            LossReduction.Sum => NdArray.Scalar(losses.Values.Sum()),
            _ => losses,
        };
}
