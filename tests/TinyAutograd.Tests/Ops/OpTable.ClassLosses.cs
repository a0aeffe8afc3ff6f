namespace TinyAutograd.Tests.Ops;

/// <content>The rows of losses whose targets are classes.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> ClassLosses() =>
        [
            Op(
                    "nll",
                    d =>
                    {
                        var (scores, targets, ignoreIndex) = Classes(d);
                        var reduction = d.Pick(Enum.GetValues<LossReduction>());
                        return d.Sample(
                            [scores],
                            x => x[0].Nll(targets, ignoreIndex, reduction),
                            x => x[0].Nll(targets, ignoreIndex, reduction),
                            x =>
                                ClassLoss(
                                    x[0],
                                    targets,
                                    ignoreIndex,
                                    reduction,
                                    (row, target) => -row[target]
                                ),
                            $"targets: {targets}, ignoreIndex: {ignoreIndex}, reduction: {reduction}"
                        );
                    }
                )
                .Throws(() => Zeros(2, 3).Nll(Indices.Of(0, 1, 2)), ["(2, 3)", "(3)"])
                .Throws(() => Zeros().Nll(Indices.Scalar(0)), ["()"])
                .Throws(() => Zeros(2, 3).Nll(Indices.Of(0, 3)), ["3", "position 1", "[0, 3)"])
                .Throws(
                    () => Zeros(2, 3).Nll(Indices.Of(-100, 0), -1),
                    ["-100", "position 0", "-1"]
                )
                .Throws(
                    () => Zeros(1, 3).Nll(Indices.Of(0), reduction: (LossReduction)3),
                    ["3", "LossReduction"]
                ),
            Op(
                    "crossEntropy",
                    d =>
                    {
                        var (scores, targets, ignoreIndex) = Classes(d);
                        var reduction = d.Pick(Enum.GetValues<LossReduction>());
                        var smoothing = d.Pick(0, 0, 0.125, 0.5, 1);
                        return d.Sample(
                            [scores],
                            x => x[0].CrossEntropy(targets, ignoreIndex, smoothing, reduction),
                            x => x[0].CrossEntropy(targets, ignoreIndex, smoothing, reduction),
                            x =>
                                ClassLoss(
                                    x[0],
                                    targets,
                                    ignoreIndex,
                                    reduction,
                                    (row, target) => SmoothedLoss(row, target, smoothing)
                                ),
                            $"targets: {targets}, ignoreIndex: {ignoreIndex}, labelSmoothing: {smoothing}, reduction: {reduction}"
                        );
                    }
                )
                .Throws(() => Zeros(2, 3).CrossEntropy(Indices.Of(0, 1, 2)), ["(2, 3)", "(3)"])
                .Throws(() => Zeros().CrossEntropy(Indices.Scalar(0)), ["()"])
                .Throws(
                    () => Zeros(2, 3).CrossEntropy(Indices.Of(0, 3)),
                    ["3", "position 1", "[0, 3)"]
                )
                .Throws(
                    () => Zeros(2, 3).CrossEntropy(Indices.Of(-100, 0), -1),
                    ["-100", "position 0", "-1"]
                )
                .Throws(
                    () => Zeros(1, 3).CrossEntropy(Indices.Of(0), labelSmoothing: 1.5),
                    ["labelSmoothing", "1.5", "[0, 1]"]
                )
                .Throws(
                    () => Zeros(1, 3).CrossEntropy(Indices.Of(0), labelSmoothing: double.NaN),
                    ["labelSmoothing", "NaN"]
                )
                .Throws(
                    () => Zeros(1, 3).CrossEntropy(Indices.Of(0), reduction: (LossReduction)3),
                    ["3", "LossReduction"]
                ),
        ];

    /// <summary>Scores with the classes on axis 1, or on the only one; a target for each position, which may be one that is ignored.</summary>
    private static (NdArray Scores, Indices Targets, int IgnoreIndex) Classes(Draw d)
    {
        // One sample in ten may be without a position, or classes, or with one class, or have no target that counts.
        var isTrivial = d.Int(0, 9) == 0;
        var shape = d.Shape(minRank: 1, allowEmpty: isTrivial);
        var axis = shape.Rank == 1 ? 0 : 1;
        shape = isTrivial || d.IsLarge ? shape : shape.With(axis, d.Int(2, 5));
        var classes = shape[axis];
        // A class, too, may be what is ignored.
        var ignoreIndex = d.Pick(-100, -1, 0, 1);
        var ignoredInTen = isTrivial ? 10 : d.Pick(0, 3);
        var rest = shape.Without(axis);
        var targets = new int[rest.ElementCount];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] =
                classes == 0 || d.Int(1, 10) <= ignoredInTen ? ignoreIndex : d.Int(0, classes - 1);
        }
        return (d.Values(shape), Indices.Of(targets, rest), ignoreIndex);
    }

    private static NdArray ClassLoss(
        NdArray scores,
        Indices targets,
        int ignoreIndex,
        LossReduction reduction,
        Func<double[], int, double> loss
    )
    {
        var axis = scores.Rank == 1 ? 0 : 1;
        var all = targets.ToArray();
        var position = 0;
        var losses = NdArray.Of(
            scores.Shape.Without(axis),
            at =>
            {
                var target = all[position++];
                return target == ignoreIndex ? 0 : loss(Row(at), target);
            }
        );
        return Reduced(losses, reduction, all.Count(target => target != ignoreIndex));

        double[] Row(int[] at) =>
            [
                .. Enumerable
                    .Range(0, scores.Shape[axis])
                    .Select(c => scores[[.. at[..axis], c, .. at[axis..]]]),
            ];
    }

    private static double SmoothedLoss(double[] logits, int target, double smoothing)
    {
        var logSum = Math.Log(logits.Sum(Math.Exp));
        var loss = 0.0;
        for (var c = 0; c < logits.Length; c++)
        {
            var share = smoothing / logits.Length + (c == target ? 1 - smoothing : 0);
            loss += share * (logSum - logits[c]);
        }
        return loss;
    }
}
