using System.Numerics.Tensors;

namespace TinyAutograd.Tests.Variables;

public class CreationTests
{
    [Fact]
    public void Literals_spans_and_arrays_give_their_numbers_and_shapes()
    {
        Assert.Equal(Shape.Scalar, Variable.Of(1.5).Shape);
        Assert.Equal([3], Variable.Of<float>([1, 2, 3]).Shape);
        var matrix = Variable.Of<float>([
            [0, 0],
            [0, 1],
            [1, 0],
        ]);
        Assert.Equal([3, 2], matrix.Shape);
        Assert.Equal([0, 0, 0, 1, 1, 0], matrix.ToArray());
        Assert.Equal(
            [1, 2, 2],
            Variable
                .Of<double>([
                    [
                        [1, 2],
                        [3, 4],
                    ],
                ])
                .Shape
        );
        Assert.Equal(
            [1, 1, 1, 2],
            Variable
                .Of<double>([
                    [
                        [
                            [1, 2],
                        ],
                    ],
                ])
                .Shape
        );
        Assert.Equal([2, 1], Variable.Of<double>([1.0, 2.0], [2, 1]).Shape);
    }

    [Fact]
    public void A_variable_never_changes_with_the_array_it_was_made_from()
    {
        var array = new[] { 1.0, 2.0 };
        var x = Variable.Of(array);
        array[0] = 9;
        x.ToArray()[1] = 9;
        Assert.Equal([1.0, 2.0], x.ToArray());
    }

    [Fact]
    public void Ragged_rows_and_wrong_lengths_are_refused_with_their_shapes()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Variable.Of<double>([
                [1, 2],
                [3],
            ])
        );
        Assert.Contains("(2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(1)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Variable.Of<double>([1.0, 2.0, 3.0], [2, 2]));
    }

    [Fact]
    public void Ranks_0_to_8_and_empty_axes_are_shapes_and_more_is_not()
    {
        Assert.Equal(0, Variable.Zeros<float>([3, 0, 2]).Length);
        Assert.Equal(8, Variable.Zeros<float>([1, 1, 1, 1, 1, 1, 1, 1]).Rank);
        Assert.Throws<ArgumentException>(() => Shape.Of(1, 1, 1, 1, 1, 1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shape.Of(2, -1));
        Assert.Throws<ArgumentException>(() => Shape.Of(int.MaxValue, 2));
        Assert.Throws<ArgumentException>(() => Shape.Of(65536, 65536, 65536, 65536));
    }

    [Fact]
    public void Tensors_come_in_and_go_out()
    {
        var tensor = Tensor.Create([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);
        var x = Variable.From(tensor);
        Assert.Equal([2, 3], x.Shape);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], x.ToArray());
        var slice = tensor.AsReadOnlyTensorSpan().Slice([0..2, 1..3]); // with strides
        Assert.Equal([2f, 3f, 5f, 6f], Variable.From(slice).ToArray());
        Assert.Equal(6f, x.ToTensor()[1, 2]);
        Assert.Equal(4f, x.AsReadOnlyTensorSpan()[1, 0]);
    }

    [Fact]
    public void Filled_and_counted_variables()
    {
        Assert.Equal([1f, 1f], Variable.Ones<float>([2]).ToArray());
        Assert.Equal([7.0, 7.0], Variable.Full([2], 7.0).ToArray());
        Assert.Equal([0.0, 1.0, 2.0], Variable.Arange<double>(3).ToArray());
        Assert.Equal([1.0, 0.5, 0.0], Variable.Arange(1.0, -0.1, -0.5).ToArray());
        Assert.Empty(Variable.Arange(1.0, 0.0).ToArray());
        Assert.Throws<ArgumentException>(() => Variable.Arange(0.0, 1.0, 0.0));
        Assert.Equal([0.0, 0.25, 0.5, 0.75, 1.0], Variable.Linspace(0.0, 1.0, 5).ToArray());
        Assert.Equal([3.0], Variable.Linspace(3.0, 4.0, 1).ToArray());
        Assert.Equal([1.0, 0.0, 0.0, 1.0], Variable.Eye<double>(2).ToArray());
        var oneHot = Variable.OneHot<float>(
            Indices.Of([
                [2, 0],
            ]),
            3
        );
        Assert.Equal([1, 2, 3], oneHot.Shape);
        Assert.Equal([0f, 0f, 1f, 1f, 0f, 0f], oneHot.ToArray());
        Assert.Contains(
            "position 1",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                    Variable.OneHot<float>(Indices.Of(0, 3), 3)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Random_variables_have_the_moments_they_promise()
    {
        const int Count = 100_000;
        // Five standard errors of each estimate.
        var normal = Variable
            .Normal<double>([Count], new RandomGenerator(1), mean: 3, standardDeviation: 2)
            .ToArray();
        Assert.InRange(
            normal.Average(),
            3 - 5 * 2 / Math.Sqrt(Count),
            3 + 5 * 2 / Math.Sqrt(Count)
        );
        var deviation = Math.Sqrt(normal.Sum(x => (x - 3) * (x - 3)) / Count);
        Assert.InRange(
            deviation,
            2 - 5 * 2 / Math.Sqrt(2.0 * Count),
            2 + 5 * 2 / Math.Sqrt(2.0 * Count)
        );
        var uniform = Variable.Uniform<double>([Count], new RandomGenerator(1), -1, 3).ToArray();
        Assert.All(uniform, x => Assert.InRange(x, -1, 3));
        Assert.InRange(
            uniform.Average(),
            1 - 5 * 4 / Math.Sqrt(12.0 * Count),
            1 + 5 * 4 / Math.Sqrt(12.0 * Count)
        );
        var truncated = Variable
            .TruncatedNormal<double>([Count], new RandomGenerator(1), mean: 1, standardDeviation: 2)
            .ToArray();
        Assert.All(truncated, x => Assert.InRange(x, -3, 5));
        // Variance of a standard normal truncated at ±2: 1 − 4·φ(2) / (2·Φ(2) − 1) = 0.773741.
        Assert.InRange(truncated.Sum(x => (x - 1) * (x - 1)) / Count / 4, 0.7637, 0.7837);
        Assert.Throws<ArgumentException>(() =>
            Variable.TruncatedNormal<double>([1], new RandomGenerator(1), low: 8, high: 9)
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_in_float_and_double()
    {
        var narrow = Variable.Normal<float>([100], new RandomGenerator(7)).ToArray();
        var wide = Variable.Normal<double>([100], new RandomGenerator(7)).ToArray();
        Assert.Equal(wide.Select(x => (float)x), narrow);
    }

    [Fact]
    public void Variables_print_like_nested_brackets()
    {
        Assert.Equal("1.5", Variable.Of(1.5).ToString());
        Assert.Equal(
            "[[ 1, -2],\n [10,  4]]",
            Variable
                .Of<double>([
                    [1, -2],
                    [10, 4],
                ])
                .ToString()
        );
        Assert.Equal("[]", Variable.Zeros<float>([0]).ToString());
        Assert.Equal("loss 1.500", $"loss {Variable.Of(1.5):F3}");
        Assert.Equal("[ 1.0, -2.3]", $"{Variable.Of([1.0, -2.34]):F1}");
        Assert.Equal("[1, 0, 1]", Mask.Of(true, false, true).ToString());
        Assert.Equal(
            "[[1, 2]]",
            Indices
                .Of([
                    [1, 2],
                ])
                .ToString()
        );
        Assert.Contains("…", Variable.Zeros<float>([2000]).ToString(), StringComparison.Ordinal);
        Assert.Equal(
            "[[[1],\n  [2]],\n\n [[3],\n  [4]]]",
            Variable
                .Of<double>([
                    [
                        [1],
                        [2],
                    ],
                    [
                        [3],
                        [4],
                    ],
                ])
                .ToString()
        );
    }

    [Fact]
    public void Item_needs_exactly_one_element()
    {
        Assert.Equal(
            2.0,
            Variable
                .Of<double>([
                    [2.0],
                ])
                .Item()
        );
        Assert.Equal(2.0, (double)Variable.Of(2.0));
        Assert.Contains(
            "(2)",
            Assert.Throws<InvalidOperationException>(() => Variable.Of([1.0, 2.0]).Item()).Message,
            StringComparison.Ordinal
        );
    }
}
