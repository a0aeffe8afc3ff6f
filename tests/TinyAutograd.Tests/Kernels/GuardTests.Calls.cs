using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <content>A call that works of each kernel with a guard.</content>
public partial class GuardTests
{
    private static readonly ConvolutionShape Images = new(2, 2, 3, 2, new(4, 3), new(5, 2));

    // One, two and four vectors of doubles, of 128, 256 and 512 bits.
    private static readonly int[] Lengths = [2, 4, 8, 16, 32];

    private static readonly Dictionary<string, Action<Spans>> Calls = new()
    {
        ["AdagradKernel.Update"] = s =>
            AdagradKernel.Update(s.Base(5), s["g", 5], s["s", 5], default),
        ["AdamKernel"] = s =>
            AdamKernel.Step(
                s.Base(5),
                s["gradient", 5],
                s["firstMoment", 5],
                s["secondMoment", 5],
                s["largestSecondMoment", 5],
                default
            ),
        ["RmsPropKernel.Update"] = s =>
            RmsPropKernel.Update(s.Base(5), s["g", 5], s["v", 5], [], [], default),
        ["SgdKernel.Update"] = s => SgdKernel.Update(s.Base(5), s["g", 5], [], default),
        ["RunningMean.Move"] = s => RunningMean.Move(s.Base(5), s["x", 5], 0.5),
        ["AttentionKernel.Forward"] = s =>
            AttentionKernel.Forward(
                Attention,
                1.0,
                s.AtLeast("q", 30),
                s.AtLeast("k", 24),
                s.AtLeast("v", 32),
                s.AtLeast("y", 40),
                s["probabilities", 40]
            ),
        ["AttentionKernel.Backward"] = s =>
            AttentionKernel.Backward(
                Attention,
                1.0,
                s.AtLeast("q", 30),
                s.AtLeast("k", 24),
                s.AtLeast("v", 32),
                s["probabilities", 40],
                s.AtLeast("y", 40),
                s.AtLeast("q", 30),
                s.AtLeast("k", 24),
                s.AtLeast("v", 32)
            ),
        ["AxisSoftmax.Softmax"] = s => AxisSoftmax.Softmax<double>(s["x", 12], 2, 3, 2, s["y", 12]),
        ["AxisSoftmax.LogSoftmax"] = s =>
            AxisSoftmax.LogSoftmax<double>(s["x", 12], 2, 3, 2, s["y", 12]),
        ["AxisSoftmax.SoftmaxBackward"] = s =>
            AxisSoftmax.SoftmaxBackward<double>(s["y", 12], s["dy", 12], 2, 3, 2, s["dx", 12]),
        ["AxisSoftmax.LogSoftmaxBackward"] = s =>
            AxisSoftmax.LogSoftmaxBackward<double>(s["y", 12], s["dy", 12], 2, 3, 2, s["dx", 12]),
        ["ChannelNormKernel.Forward"] = s =>
            ChannelNormKernel.Forward(
                ChannelNormShape.Group(2, 6, 4, groups: 3),
                1e-5,
                s["x", 48],
                s["weight", 6],
                s["bias", 6],
                s["y or dy", 48],
                s["mean", 6],
                s["scale", 6]
            ),
        ["ChannelNormKernel.Backward"] = s =>
            ChannelNormKernel.Backward<double>(
                ChannelNormShape.Batch(2, 6, 4),
                s["x", 48],
                [],
                s["mean", 6],
                s["scale", 6],
                s["y or dy", 48],
                s["dx", 48],
                [],
                []
            ),
        ["CholeskyKernel.Factor"] = s => CholeskyKernel.Factor<double>(s["a", 9], 3, s["l", 9]),
        ["Comparing.Compare with one on the left"] = s =>
            Comparing.Compare<double, Less<double>>([1], s.Base(5), s.Truths("result", 5)),
        ["Comparing.Compare with one on the right"] = s =>
            Comparing.Compare<double, Less<double>>(s.Base(5), [1], s.Truths("result", 5)),
        ["Comparing.Compare"] = s =>
            Comparing.Compare<double, Less<double>>(s.Base(5), s["b", 5], s.Truths("result", 5)),
        ["ConvolutionKernel.Forward"] = s =>
            ConvolutionKernel.Forward<double>(Images, s["x", 240], s["weight", 72], [], s["y", 64]),
        ["ConvolutionKernel.InputGradient"] = s =>
            ConvolutionKernel.InputGradient<double>(
                Images,
                s["y", 64],
                s["weight", 72],
                [],
                s["x", 240]
            ),
        ["ConvolutionKernel.WeightGradient"] = s =>
            ConvolutionKernel.WeightGradient<double>(
                Images,
                s["x", 240],
                s["y", 64],
                s["weight", 72]
            ),
        ["UnfoldKernel.Unfold"] = s =>
            UnfoldKernel.Unfold<double>(Images with { Groups = 1 }, s["x", 120], s["windows", 288]),
        ["UnfoldKernel.Fold"] = s =>
            UnfoldKernel.Fold<double>(Images with { Groups = 1 }, s["windows", 288], s["x", 120]),
        ["CrossEntropyKernel.Forward"] = s =>
            CrossEntropyKernel.Forward(
                Loss,
                s["x", 24],
                s.Places("targets", 6),
                s["losses", 6],
                s["saved", 12]
            ),
        ["CrossEntropyKernel.Backward"] = s =>
            CrossEntropyKernel.Backward(
                Loss,
                s["x", 24],
                s.Places("targets", 6),
                s["saved", 12],
                s["dy", 6],
                1.0,
                s["dx", 24]
            ),
        ["DropoutKernel.Apply"] = s =>
            DropoutKernel.Apply(s.Base(5), s.Truths("keep", 5), 2.0, s["y", 5]),
        ["ElementwiseKernels.Add, long"] = s =>
            ElementwiseKernels.Add<double>(s.Base(20_000), s["b", 20_000], s["y", 20_000]),
        ["ElementwiseKernels.Multiply, long"] = s =>
            ElementwiseKernels.Multiply<double>(s.Base(20_000), s["b", 20_000], s["y", 20_000]),
        ["ElementwiseKernels.Map"] = s =>
            ElementwiseKernels.Map(
                new BinaryExpectation<double>(),
                s.Base(5),
                s["b", 5],
                s["c", 5],
                s["y", 5]
            ),
        ["Gathering.TakeRowsAndAdd"] = s =>
            Gathering.TakeRowsAndAdd(s.Base(12), 3, new int[4], s.Base(6), s["y", 12]),
        ["Gathering.Targets"] = s =>
            Gathering.Targets([4, 3], s.BasePlaces(6), [2, 3], 0, s.Places("targets", 6)),
        ["GeluKernel.Tanh"] = s => GeluKernel.Tanh(s.Base(5), s["y", 5], s["slope", 5]),
        ["GeluKernel.Exact"] = s => GeluKernel.Exact(s.Base(5), s["y", 5], s["slope", 5]),
        ["Gemm"] = s =>
            Gemm.Multiply(
                new GemmShape(2, 3, 4) { RowA = 5, RowC = 7 },
                s.AtLeast("a", 9),
                s.AtLeast("b", 12),
                s.AtLeast("c", 10),
                s["bias", 3]
            ),
        ["Gemm, two products"] = s =>
            Gemm.MultiplyBoth(
                new GemmShape(2, 3, 4),
                s.AtLeast("a", 8),
                s.AtLeast("b", 12),
                s.AtLeast("c", 6),
                new GemmShape(3, 2, 5) { TransposeA = true },
                s.AtLeast("a", 15),
                s.AtLeast("b", 10),
                s.AtLeast("c", 6)
            ),
        ["KeptRows.Map"] = s =>
            KeptRows.Map<double, TimesKept<double>>(
                s.Base(6),
                [2, 3],
                s["kept", 2],
                [2, 1],
                s["y", 6]
            ),
        ["LuKernel.Factor"] = s => LuKernel.Factor<double>(s["lu", 9], 3, s.Places("pivots", 3)),
        ["LuKernel.SolveInPlace"] = s =>
            LuKernel.SolveInPlace<double>(s.Base(9), 3, new int[3], s["x", 6], 2),
        ["TriangularKernel.SolveInPlace"] = s =>
            TriangularKernel.SolveInPlace<double>(s["a", 9], 3, default, s["x", 6], 2),
        ["TriangularKernel.ZeroOfDiagonal"] = s =>
            TriangularKernel.ZeroOfDiagonal<double>(s["a", 9], 3),
        ["NormKernel.LayerNorm"] = s => LayerNorm(s, 3),
        ["NormKernel.LayerNorm, rows of one, two and four vectors"] = s =>
            Array.ForEach(Lengths, length => LayerNorm(s, length)),
        ["NormKernel.RmsNorm"] = s =>
            NormKernel.RmsNorm(s["x", 6], s["weight", 3], s["y or dy", 6], s.Base(2), 3, 1e-5),
        ["NormKernel.LayerNormBackward"] = s => LayerNormBackward(s, 3),
        ["NormKernel.LayerNormBackward, rows of one, two and four vectors"] = s =>
            Array.ForEach(Lengths, length => LayerNormBackward(s, length)),
        ["NormKernel.RmsNormBackward"] = s =>
            NormKernel.RmsNormBackward(
                s["x", 6],
                s["weight", 3],
                s.Base(2),
                s["y or dy", 6],
                s["dx", 6],
                s["dWeight", 3],
                3
            ),
        ["Reduction.ReduceMiddle"] = s =>
            Reduction.ReduceMiddle<double, SumReducer<double>>(s["x", 24], 2, 3, 4, s["y", 8]),
        ["RowReduction.Columns"] = s =>
            RowReduction.Columns<double, SumReducer<double>>(s["x", 12], 3, 4, s["y", 4]),
        ["RotaryKernel.Rotate"] = s =>
            RotaryKernel.Rotate(
                s.Base(12),
                3,
                4,
                new RotaryAngles(10_000, 0, false),
                false,
                s["y", 12]
            ),
        ["Running.Sum"] = s => Running.Sum(s.Base(12), 3, 2, false, s["y", 12]),
        ["Running.Product"] = s => Running.Product(s.Base(12), 3, 2, s["y", 12]),
        ["Running.Max"] = s => Running.Max(s.Base(12), 3, 2, s["y", 12], s.Places("positions", 12)),
        ["Running.ProductGradient"] = s =>
            Running.ProductGradient(s.Base(12), 3, 2, s.Base(4), s["dx", 12]),
        ["Running.ProductScanGradient"] = s =>
            Running.ProductScanGradient(s.Base(12), 3, 2, s["dy", 12], s["dx", 12]),
        ["Scattering.Reduce"] = s =>
            Scattering.Reduce<double, SumReducer<double>>(
                s.Base(6),
                s.Base(4),
                s.Places("targets", 4),
                true,
                s["y", 6]
            ),
        ["Selecting.Select"] = s =>
            Selecting.Select(s.Truths("mask", 6), s["a", 6], s["b", 6], s.Base(6)),
        ["Sorting.Order"] = s =>
            Sorting.Order<double>(s.Base(12), 3, 2, false, 2, s.Places("positions", 8)),
        ["Triangle.Keep"] = s => Triangle.Keep<double>(s.Base(6), 2, 3, 0, true, s["y", 6]),
        ["SoftmaxKernel.Softmax"] = s => SoftmaxKernel.Softmax(s["x", 6], s["y", 6], 2, 3),
        ["SoftmaxKernel.LogSoftmax"] = s => SoftmaxKernel.LogSoftmax(s["x", 6], s["y", 6], 2, 3),
        ["SoftmaxKernel.LogSumExp"] = s => SoftmaxKernel.LogSumExp(s["x", 6], s["y", 2], 2, 3),
        ["SoftmaxKernel.SoftmaxBackward"] = s =>
            SoftmaxKernel.SoftmaxBackward(s["y", 6], s["dy", 6], s["dx", 6], 2, 3),
        ["SoftmaxKernel.LogSoftmaxBackward"] = s =>
            SoftmaxKernel.LogSoftmaxBackward(s["y", 6], s["dy", 6], s["dx", 6], 2, 3),
        ["SpecialFunctions.Exp"] = s => SpecialFunctions.Exp(s.Base(5), s["y", 5]),
        ["SpecialFunctions.Log1p"] = s => SpecialFunctions.Log1p(s.Base(5), s["y", 5]),
        ["SpecialFunctions.Atan2"] = s => SpecialFunctions.Atan2(s.Base(5), s["b", 5], s["y", 5]),
    };

    private static AttentionShape Attention =>
        new(2, 1, 5, 4, 3, 4, IsCausal: false)
        {
            Query = new(3, 15, 15),
            Key = new(3, 12, 12),
            Value = new(4, 16, 16),
            Result = new(4, 20, 20),
        };

    private static CrossEntropyLoss Loss => new(new ClassLayout(3, 4, 2), -1, 0.1);

    private static void LayerNorm(Spans s, int length) =>
        NormKernel.LayerNorm(
            s["x", 2 * length],
            s["weight", length],
            s["bias", length],
            s["y or dy", 2 * length],
            s["mean", 2],
            s.Base(2),
            length,
            1e-5
        );

    private static void LayerNormBackward(Spans s, int length) =>
        NormKernel.LayerNormBackward(
            s["x", 2 * length],
            s["weight", length],
            s["mean", 2],
            s.Base(2),
            s["y or dy", 2 * length],
            s["dx", 2 * length],
            s["dWeight", length],
            s["bias", length],
            length
        );
}
