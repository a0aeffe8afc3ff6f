namespace TinyAutograd.Tests.Differentiation;

public class VectorizeTests
{
    private static readonly Variable<double> Batch = Variable.Of<double>([
        [1, 2],
        [-3, 0.5],
        [0.25, -1],
    ]);

    [Fact]
    public void A_batch_gives_what_each_example_gives()
    {
        var y = Vectorize.Over(x => x * x.Sum(), Batch);
        Assert.Equal(Shape.Of(3, 2), y.Shape);
        Assert.Equal([3, 6, 7.5, -1.25, -0.1875, 0.75], y.ToArray());
    }

    [Fact]
    public void Gradients_reach_the_batch_and_what_is_captured()
    {
        var w = Variable.Of([0.5, -2.0]);
        GradientCheck
            .Of(z => Vectorize.Over(x => (x * z[1]).Sin().Sum(), z[0]), [Batch, w])
            .ThrowIfFailed();
    }

    [Fact]
    public void A_gradient_within_gives_one_gradient_per_example()
    {
        var gradients = Vectorize.Over(
            z => Differentiate.Gradient(x => (x[0] * x[0] * x[1]).Sum(), [z[0], z[1]])[0],
            [Batch, Variable.Of([1.0, 10.0, 100.0])]
        );
        Assert.Equal([2.0, 4, -60, 10, 50, -200], gradients.ToArray());
    }

    [Fact]
    public void Batches_without_examples_or_of_different_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Vectorize.Over(x => x, Variable.Of(1.0)));
        Assert.Throws<ArgumentException>(() =>
            Vectorize.Over(x => x, Variable.Zeros<double>([0, 2]))
        );
        var thrown = Assert.Throws<ArgumentException>(() =>
            Vectorize.Over(x => x[0], [Batch, Variable.Of([1.0, 2.0])])
        );
        Assert.Contains("(3, 2), (2)", thrown.Message, StringComparison.Ordinal);
    }
}
