namespace TinyAutograd.Tests.Ops.Indexing;

public class SortTests
{
    private const double Inf = double.PositiveInfinity;

    private static readonly double[] Mixed = [2, double.NaN, -Inf, 2, Inf, -0.0, double.NaN, 0];

    [Fact]
    public void Nan_counts_as_the_largest_and_equal_numbers_stay_in_their_order()
    {
        var (values, indices) = Variable.Of(Mixed).Sort();
        Assert.Equal([2, 5, 7, 0, 3, 4, 1, 6], indices.ToArray());
        Assert.Equal([-Inf, -0.0, 0, 2, 2, Inf, double.NaN, double.NaN], values.ToArray());
        (_, indices) = Variable.Of(Mixed).Sort(isDescending: true);
        Assert.Equal([1, 6, 4, 0, 3, 5, 7, 2], indices.ToArray());
    }

    [Fact]
    public void The_first_k_of_a_sort_are_the_top_k()
    {
        var x = Variable.Normal<double>([4, 50, 3], new RandomGenerator(1));
        foreach (var isLargest in new[] { true, false })
        {
            var (values, indices) = x.TopK(7, axis: 1, isLargest);
            var (allValues, allIndices) = x.Sort(axis: 1, isDescending: isLargest);
            Assert.Equal(allValues.Slice(1, 0, 7).ToArray(), values.ToArray());
            Assert.Equal([4, 7, 3], indices.Shape);
            Assert.Equal(x.Gather(allIndices, 1).ToArray(), allValues.ToArray());
            Assert.Equal(x.Gather(indices, 1).ToArray(), values.ToArray());
        }
    }

    [Fact]
    public void Gradient_goes_back_to_where_the_number_stood()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([5.0, 7, 7, 1]);
        var (values, _) = x.TopK(2);
        var dx = tape.Gradient(values, x, Variable.Of([10.0, 1]));
        Assert.Equal([0, 10, 1, 0], dx.ToArray());
    }

    [Fact]
    public void What_arg_max_and_sort_give_fits_take_along_axis()
    {
        var x = Variable.Normal<double>([3, 5], new RandomGenerator(1));
        Assert.Equal(
            x.Max(1, keepDims: true).ToArray(),
            x.TakeAlongAxis(x.ArgMax(1, keepDims: true), 1).ToArray()
        );
        Assert.Equal(x.Sort(1).Values.ToArray(), x.TakeAlongAxis(x.Sort(1).Indices, 1).ToArray());
    }
}
