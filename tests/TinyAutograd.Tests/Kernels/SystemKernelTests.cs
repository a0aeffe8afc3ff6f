using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

public class SystemKernelTests
{
    private static readonly TriangularForm Lower = new(false, false, false);

    [Fact]
    public void Factors_times_each_other_are_the_matrix_with_its_rows_exchanged()
    {
        var random = new RandomGenerator(1);
        double[] a = [.. Enumerable.Range(0, 25).Select(_ => random.NextDouble() - 0.5)];
        double[] lu = [.. a];
        var pivots = new int[5];
        Assert.Equal(-1, LuKernel.Factor<double>(lu, 5, pivots));
        var rows = a.Chunk(5).ToArray();
        for (var i = 0; i < 5; i++)
        {
            (rows[i], rows[pivots[i]]) = (rows[pivots[i]], rows[i]);
        }
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                var product = i <= j ? lu[i * 5 + j] : 0;
                for (var k = 0; k < i && k <= j; k++)
                {
                    product += lu[i * 5 + k] * lu[k * 5 + j];
                }
                Assert.Equal(rows[i][j], product, 1e-15);
                Assert.True(i <= j || Math.Abs(lu[i * 5 + j]) <= 1);
            }
        }
    }

    [Fact]
    public void The_column_without_a_pivot_and_the_row_that_is_not_positive_are_named()
    {
        double[] singular = [1, 2, 3, 2, 4, 7, 4, 8, 1];
        Assert.Equal(1, LuKernel.Factor<double>([.. singular], 3, new int[3]));
        double[] indefinite = [4, 2, 2, 1];
        Assert.Equal(1, CholeskyKernel.Factor<double>(indefinite, 2, new double[4]));
    }
}
