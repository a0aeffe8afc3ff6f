namespace TinyAutograd.Tests.Ops;

/// <summary>Arguments at the very edge of what is allowed, on both sides of it.</summary>
public class EdgeTests
{
    private static readonly Variable<double> X = Variable.Of([0.25, -1.5]);
    private static readonly Variable<double> Scores = Variable.Zeros<double>([1, 2, 3]);

    public static TheoryData<string, string, Action> Nulls { get; } =
        new()
        {
            { "CrossEntropy", "targets", () => X.CrossEntropy(null!) },
            { "Nll", "targets", () => X.Nll(null!) },
            {
                "SequenceCrossEntropy",
                "targets",
                () => Scores.SequenceCrossEntropy(null!, Indices.Of(2))
            },
            {
                "SequenceCrossEntropy",
                "lengths",
                () => Scores.SequenceCrossEntropy(Indices.Of([0, 1], [1, 2]), null!)
            },
            { "CosineSimilarity", "b", () => X.CosineSimilarity(null!) },
            { "Dropout", "random", () => X.Dropout(0.5, null!) },
            { "Dropout", "keep", () => X.Dropout(null!, 0.5) },
            { "Recompute", "x", () => ((Variable<double>)null!).Recompute(x => X) },
            { "Recompute", "f", () => X.Recompute(null!) },
            {
                "ScaledDotProductAttention",
                "k",
                () => Scores.ScaledDotProductAttention(null!, Scores)
            },
            {
                "ScaledDotProductAttention",
                "v",
                () => Scores.ScaledDotProductAttention(Scores, null!)
            },
            { "Einsum", "equation", () => VariableOps.Einsum(null!, X) },
            { "CosineEmbedding", "isSimilar", () => X.CosineEmbedding(X, null!) },
            { "ConvTranspose1d", "weight", () => Scores.ConvTranspose1d(null!) },
            { "Embedding", "indices", () => Scores.Reshape(2, 3).Embedding(null!) },
            { "Gather", "indices", () => X.Gather(null!, 0) },
            { "TakeAlongAxis", "indices", () => X.TakeAlongAxis(null!, 0) },
            { "IndexSelect", "indices", () => X.IndexSelect(null!, 0) },
            { "IndexAdd", "indices", () => X.IndexAdd(null!, X, 0) },
            { "ScatterAdd", "indices", () => X.ScatterAdd(null!, X, 0) },
            {
                "ScatterReduce",
                "indices",
                () => X.ScatterReduce(null!, X, 0, ScatterReduction.Max)
            },
            { "MaskedFill", "mask", () => X.MaskedFill(null!, 0.0) },
            { "Where", "condition", () => ((Mask)null!).Where(X, X) },
            { "Cat", "parts", () => VariableOps.Cat<double>(null!) },
            { "Stack", "parts", () => VariableOps.Stack<double>(null!) },
            { "StraightThrough", "x", () => ((Variable<double>)null!).StraightThrough(x => x) },
            { "StraightThrough", "f", () => X.StraightThrough(null!) },
            { "OnGradient", "hook", () => X.OnGradient(null!) },
            {
                "CustomGradient",
                "forward",
                () =>
                    CustomGradient.Of<double>(
                        (Func<Variable<double>, Variable<double>>)null!,
                        OneRule
                    )
            },
            {
                "CustomGradient",
                "backward",
                () => CustomGradient.Of<double>((Variable<double> x) => x, null!)
            },
            {
                "CustomGradient of several",
                "forward",
                () =>
                    CustomGradient.Of<double>(
                        (Func<IReadOnlyList<Variable<double>>, Variable<double>>)null!,
                        Rule
                    )
            },
            {
                "CustomGradient of several",
                "backward",
                () => CustomGradient.Of<double>((IReadOnlyList<Variable<double>> x) => x[0], null!)
            },
            {
                "CustomGradient of several",
                "inputs",
                () => CustomGradient.Of<double>(x => x[0], Rule)(null!)
            },
        };

    [Theory]
    [MemberData(nameof(Nulls))]
    public void Null_is_refused_by_name(string op, string parameter, Action call)
    {
        var error = Assert.Throws<ArgumentNullException>(call);
        Assert.True(parameter == error.ParamName, $"{op} names {error.ParamName}.");
    }

    [Fact]
    public void Margins_and_smoothing_reach_their_bounds()
    {
        foreach (var margin in new[] { -1.0, 1.0 })
        {
            // Opposite directions: a cosine of −1 is below every margin.
            var loss = X.CosineEmbedding(-X, Mask.Of([false], []), margin);
            Assert.Equal(0, loss.Item());
        }
        Assert.Equal(0, X.Triplet(X, X, margin: 0).Item());
        var spread = Scores.SequenceCrossEntropy(
            Indices.Of([0, 1], [1, 2]),
            Indices.Of(2),
            labelSmoothing: 1
        );
        Assert.Equal(Math.Log(3), spread.Item(), 1e-15);
    }

    // Neither operand has the element that the other would be combined with.
    [Fact]
    public void Two_operands_without_elements_broadcast_to_nothing()
    {
        var (column, row) = (Variable.Zeros<double>([0, 1]), Variable.Zeros<double>([1, 0]));
        Assert.Equal([0, 0], (column + row).Shape);
        Assert.Equal([0, 0], (row + column).Shape);
        var product = Variable
            .Zeros<double>([0, 1, 2, 3])
            .MatMul(Variable.Zeros<double>([1, 0, 3, 2]));
        Assert.Equal([0, 0, 2, 2], product.Shape);
    }

    [Fact]
    public void As_many_counts_as_a_shape_has_axes_and_as_many_chunks_as_an_array_has_elements()
    {
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2], X.Repeat(1, 1, 1, 1, 1, 1, 2, 1).Shape);
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2], X.Tile(1, 1, 1, 1, 1, 1, 2, 1).Shape);
        Assert.Equal(2, X.Chunk(Array.MaxLength).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => X.Chunk(Array.MaxLength + 1));
    }

    // No element, so no memory; but an axis has room for 2³¹ − 1 positions only.
    [Fact]
    public void An_axis_that_would_be_too_long_is_refused_with_its_size()
    {
        var half = Variable.Zeros<double>([0, 1 << 30]);
        const string Most = "; at most 2,147,483,647 is possible.";
        Says(
            $"Cat: axis 1 of the result would have size 2,147,483,648{Most}",
            () => VariableOps.Cat([half, half], 1)
        );
        Says(
            $"Repeat: axis 1 of the result would have size 3,221,225,472{Most}",
            () => half.Repeat(1, 3)
        );
        Says(
            $"ConvTranspose1d: axis 1 of the result would have size 2,147,483,648{Most}",
            () =>
                Variable
                    .Zeros<double>([1, 0, 4])
                    .ConvTranspose1d(Variable.Zeros<double>([0, 1 << 30, 1]), groups: 2)
        );

        static void Says(string message, Func<object> call) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void Windows_that_no_array_holds_are_refused_with_their_numbers()
    {
        var x = Variable.Zeros<float>([1, 1, (1 << 17) - 1]);
        var error = Assert.Throws<ArgumentException>(() =>
            x.Conv1d(Variable.Zeros<float>([1, 1, 1 << 16]))
        );
        Assert.Equal(
            "Conv1d: the windows of x (1, 1, 131071) with a weight (1, 1, 65536) hold 4,294,967,296 numbers, "
                + "more than 2,000,000,000. Use a larger stride or smaller images.",
            error.Message
        );
    }

    [Fact]
    public void Padding_and_windows_beyond_an_axis_are_refused_with_their_numbers()
    {
        var x = Variable.Zeros<float>([1, 1, 1, 1]);
        var one = Variable.Zeros<float>([1, 1, 1, 1]);
        Says(
            "Conv2d: with a padding of 1,073,741,824 an axis of x (1, 1, 1, 1) has 2,147,483,649 elements; at most 2,147,483,647 are possible.",
            () => x.Conv2d(one, padding: 1 << 30)
        );
        Says(
            "Unfold: axis 2 of the result would have size 4,295,098,369; at most 2,147,483,647 is possible.",
            () => x.Unfold(1, padding: 1 << 15)
        );
        Says(
            "Unfold: axis 1 of the result would have size 4,294,967,296; at most 2,147,483,647 is possible.",
            () => x.Unfold(1 << 16, padding: 1 << 15)
        );

        static void Says(string message, Func<object> call) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void The_longest_stride_leads_to_the_first_window_only()
    {
        var x = Variable.Of<double>([1, 2, 3, 4], [1, 1, 4]);
        var weight = Variable.Of<double>([10, 1], [1, 1, 2]);
        Assert.Equal([12.0], x.Conv1d(weight, stride: int.MaxValue).ToArray());
        Assert.Equal([1.0], x.Conv1d(weight, stride: int.MaxValue, padding: 1).ToArray());
        Assert.Equal([2.0], x.MaxPool1d(2, stride: int.MaxValue).ToArray());
    }

    // 65,536 × 65,536 elements are 0 in 32 bits.
    [Fact]
    public void The_mean_of_a_window_that_is_nearly_all_padding_has_its_own_divisor()
    {
        var x = Variable.Of<double>([6], [1, 1, 1, 1]);
        var (mean, gradient) = Differentiate.ValueAndGradient(
            x => x.AvgPool2d(1 << 16, padding: 1 << 15).Sum(),
            x
        );
        Assert.Equal(Math.ScaleB(6, -32), mean.Item());
        Assert.Equal(Math.ScaleB(1, -32), gradient.Item());
    }

    [Fact]
    public void What_would_not_change_is_given_back_itself()
    {
        Assert.Same(X, X.Expand([2]));
        Assert.Same(X, X.SumTo([2]));
        Assert.True(X.AsSpan() == X.OnGradient(dy => dy).AsSpan());
    }

    private static IReadOnlyList<Variable<double>> Rule(
        IReadOnlyList<Variable<double>> x,
        Variable<double> y,
        Variable<double> dy
    ) => [dy];

    private static Variable<double> OneRule(
        Variable<double> x,
        Variable<double> y,
        Variable<double> dy
    ) => dy;
}
