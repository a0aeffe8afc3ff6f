using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

public class ElementwiseKernelsTests
{
    [Fact]
    public void Every_length_is_mapped_completely_and_nothing_beyond()
    {
        for (var length = 0; length <= 2 * Vector<float>.Count + 1; length++)
        {
            CheckLength<float>(length);
            CheckLength<double>(length);
        }
    }

    [Fact]
    public void The_result_may_replace_an_operand()
    {
        for (var length = 0; length <= 2 * Vector<float>.Count + 1; length++)
        {
            var numbers = new Numbers(length);
            var (x, y, dy) = (
                numbers.Array<float>(length),
                numbers.Array<float>(length),
                numbers.Array<float>(length)
            );
            var expected = Naive<float>(x, y, dy);
            ElementwiseKernels.Map(new SiluGradient<float>(), x, y, dy, x);
            Assert.Equal(expected, x);
        }
    }

    // Above 16,384 elements several threads share the work.
    [Theory]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(50_001)]
    public void Long_sums_and_products_are_complete(int length)
    {
        var (a, b) = (new Numbers(1).Array<float>(length), new Numbers(2).Array<float>(length));
        var (sum, product) = (new float[length], new float[length]);
        ElementwiseKernels.Add<float>(a, b, sum);
        ElementwiseKernels.Multiply<float>(a, b, product);
        Assert.Equal(a.Zip(b, (p, q) => p + q), sum);
        Assert.Equal(a.Zip(b, (p, q) => p * q), product);
    }

    private static void CheckLength<T>(int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = new Numbers(length);
        var (x, y, dy) = (
            numbers.Array<T>(length),
            numbers.Array<T>(length),
            numbers.Array<T>(length)
        );
        var room = new T[length + 2];
        ElementwiseKernels.Map(new SiluGradient<T>(), x, y, dy, room.AsSpan(1, length));
        Assert.Equal([T.Zero, .. Naive<T>(x, y, dy), T.Zero], room);
    }

    private static T[] Naive<T>(T[] x, T[] y, T[] dy)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. x.Select((s, i) => dy[i] * (s + y[i] * (T.One - s)))];
}
