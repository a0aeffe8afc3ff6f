namespace TinyAutograd.Tests.Ops.Indexing;

public class ScatterReduceTests
{
    private static readonly Indices Places = Indices.Of(0, 0, 2, 2, 2);

    [Theory]
    [InlineData(ScatterReduction.Sum, true, 13, 20, 42)]
    [InlineData(ScatterReduction.Sum, false, 3, 20, 12)]
    [InlineData(ScatterReduction.Prod, true, 20, 20, 1800)]
    [InlineData(ScatterReduction.Prod, false, 2, 20, 60)]
    [InlineData(ScatterReduction.Mean, true, 13 / 3.0, 20, 10.5)]
    [InlineData(ScatterReduction.Mean, false, 1.5, 20, 4)]
    [InlineData(ScatterReduction.Max, true, 10, 20, 30)]
    [InlineData(ScatterReduction.Max, false, 2, 20, 5)]
    [InlineData(ScatterReduction.Min, true, 1, 20, 3)]
    [InlineData(ScatterReduction.Min, false, 1, 20, 3)]
    public void Groups_are_joined_with_or_without_what_is_there(
        ScatterReduction reduction,
        bool includeSelf,
        double y0,
        double y1,
        double y2
    )
    {
        var (x, source) = (Variable.Of([10.0, 20, 30]), Variable.Of([1.0, 2, 3, 4, 5]));
        var y = x.ScatterReduce(Places, source, 0, reduction, includeSelf);
        Assert.Equal([y0, y1, y2], y.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_of_a_product_needs_no_division(bool isComposed)
    {
        using var outer = isComposed ? new Tape<double>() : null;
        using var tape = new Tape<double>();
        var (x, source) = (Variable.Of([10.0, 20, 30]), Variable.Of([0.0, 2, 0, 0, 5]));
        var y = x.ScatterReduce(Places, source, 0, ScatterReduction.Prod);
        var gradients = tape.Gradients(y.Sum(), [x, source]);
        Assert.Equal([0, 1, 0], gradients[0].ToArray());
        Assert.Equal([20, 0, 0, 0, 0], gradients[1].ToArray());
    }

    [Theory]
    [InlineData(ScatterReduction.Max)]
    [InlineData(ScatterReduction.Min)]
    public void Ties_share_evenly_and_where_the_result_is_nan_the_nans_do(
        ScatterReduction reduction
    )
    {
        using var tape = new Tape<double>();
        var (x, source) = (
            Variable.Of([4.0, 20, 30]),
            Variable.Of([4, 4, double.NaN, 4, double.NaN])
        );
        var y = x.ScatterReduce(Places, source, 0, reduction);
        Assert.Equal([4, 20, double.NaN], y.ToArray());
        var gradients = tape.Gradients(y, [x, source], Variable.Of([3.0, 5, 8]));
        Assert.Equal([1, 5, 0], gradients[0].ToArray());
        Assert.Equal([1, 1, 4, 0, 4], gradients[1].ToArray());
    }

    [Fact]
    public void Without_self_the_gradient_of_x_is_left_where_no_index_points()
    {
        foreach (var reduction in Enum.GetValues<ScatterReduction>())
        {
            using var tape = new Tape<double>();
            var (x, source) = (Variable.Of([4.0, 20, 30]), Variable.Of([1.0, 2, 3, 4, 5]));
            var y = x.ScatterReduce(Places, source, 0, reduction, includeSelf: false);
            Assert.Equal([0, 1, 0], tape.Gradient(y.Sum(), x).ToArray());
        }
    }
}
