namespace TinyAutograd.Tests.Ops.Shaping;

public class ReshapeTests
{
    [Fact]
    public void One_open_size_follows_from_the_others()
    {
        var x = Variable.Arange<double>(0, 12);
        Assert.Equal([3, 4], x.Reshape(3, -1).Shape);
        Assert.Equal([3, 4], x.Reshape([-1, 4]).Shape);
        Assert.Equal([12], x.Reshape([3, 4]).Reshape(-1).Shape);
        Assert.Equal([2, 1, 6], x.Reshape(2, -1, 6).Shape);
        Assert.Equal([0, 3], Variable.Zeros<double>([3, 0]).Reshape(-1, 3).Shape);
    }

    [Theory]
    [InlineData("Reshape: two sizes of (-1, -1) are open", -1, -1)]
    [InlineData("is no multiple of 5", 5, -1)]
    [InlineData("could be anything", 0, -1)]
    [InlineData("Reshape: (12) has 12 elements, (5, 2) has 10", 5, 2)]
    public void Sizes_that_do_not_fit_are_refused(string message, int first, int second)
    {
        var x = Variable.Arange<double>(0, 12);
        var error = Assert.Throws<ArgumentException>(() => x.Reshape(first, second));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flatten_joins_neighbouring_axes()
    {
        var x = Variable.Zeros<double>([2, 3, 4, 5]);
        Assert.Equal([120], x.Flatten().Shape);
        Assert.Equal([2, 12, 5], x.Flatten(1, 2).Shape);
        Assert.Equal([2, 60], x.Flatten(startAxis: 1).Shape);
        Assert.Equal([1], Variable.Of(3.0).Flatten().Shape);
        Assert.Equal([0], Variable.Zeros<double>([2, 0]).Flatten().Shape);
        Assert.Throws<ArgumentException>(() => x.Flatten(2, 1));
    }

    [Fact]
    public void Squeeze_drops_and_unsqueeze_adds_axes_of_size_1()
    {
        var x = Variable.Zeros<double>([1, 3, 1]);
        Assert.Equal([3], x.Squeeze().Shape);
        Assert.Equal([1, 3], x.Squeeze(-1).Shape);
        Assert.Equal([1, 3, 1, 1], x.Unsqueeze(-1).Shape);
        Assert.Equal([1, 1, 3, 1], x.Unsqueeze(0).Shape);
        var error = Assert.Throws<ArgumentException>(() => x.Squeeze(1));
        Assert.Contains("axis 1 of (1, 3, 1) has size 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Unsqueeze(5));
    }
}
