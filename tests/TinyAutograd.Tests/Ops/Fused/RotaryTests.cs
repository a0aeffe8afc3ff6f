namespace TinyAutograd.Tests.Ops.Fused;

public class RotaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_of_queries_and_keys_depend_on_their_distance_only(bool isInterleaved)
    {
        var q = Variable.Normal<double>([1, 8], new RandomGenerator(1));
        var k = Variable.Normal<double>([1, 8], new RandomGenerator(2));
        var near = Product(3, 1);
        Assert.Equal(near, Product(103, 101), 1e-13);
        Assert.True(Math.Abs(near - Product(3, 2)) > 1e-3);

        double Product(int m, int n) =>
            (
                q.RotaryEmbedding(m, isInterleaved: isInterleaved)
                * k.RotaryEmbedding(n, isInterleaved: isInterleaved)
            )
                .Sum()
                .Item();
    }

    [Fact]
    public void A_later_start_is_the_rest_of_a_longer_row()
    {
        var x = Variable.Normal<double>([2, 6, 4], new RandomGenerator(1));
        var whole = x.RotaryEmbedding();
        Assert.Equal(whole[.., 4..].ToArray(), x[.., 4..].RotaryEmbedding(4).ToArray());
        Assert.Equal(x[.., ..1].ToArray(), whole[.., ..1].ToArray());
    }

    [Fact]
    public void The_two_layouts_are_one_up_to_the_order_of_channels()
    {
        var x = Variable.Normal<double>([3, 6], new RandomGenerator(1));
        var halves = Indices.Of(0, 2, 4, 1, 3, 5);
        Assert.Equal(
            x.RotaryEmbedding().IndexSelect(halves, 1).ToArray(),
            x.IndexSelect(halves, 1).RotaryEmbedding(isInterleaved: false).ToArray()
        );
    }
}
