namespace TinyAutograd.Tests.Differentiation;

/// <summary>Error bars of a fit: σ²·H⁻¹, with H the Hessian of half the sum of squares.</summary>
public class LeastSquaresCovarianceTests
{
    [Fact]
    public void Of_a_straight_line_it_is_the_textbook_formula()
    {
        const int Count = 30;
        var x = Variable.Uniform<double>([Count], new RandomGenerator(1), -2, 5);
        var y = 1.5 - 0.7 * x + 0.3 * Variable.Normal<double>([Count], new RandomGenerator(2));
        var (mean, meanY) = (x.ToArray().Average(), y.ToArray().Average());
        var squares = x.ToArray().Sum(v => (v - mean) * (v - mean));
        var slope =
            x.ToArray().Zip(y.ToArray(), (a, b) => (a - mean) * (b - meanY)).Sum() / squares;
        var fitted = Variable.Of<double>([meanY - slope * mean, slope]);
        var variance =
            x.ToArray()
                .Zip(y.ToArray(), (a, b) => Math.Pow(b - meanY - slope * (a - mean), 2))
                .Sum() / (Count - 2);

        var hessian = Differentiate.Hessian(HalfSumOfSquares, at: fitted);
        var covariance = (
            hessian.Inverse() * (2 * HalfSumOfSquares(fitted).Item() / (Count - 2))
        ).ToArray();
        // σ²·(1/N + x̄²/S), −σ²·x̄/S, σ²/S
        double[] expected =
        [
            variance * (1.0 / Count + mean * mean / squares),
            -variance * mean / squares,
            -variance * mean / squares,
            variance / squares,
        ];
        // The sums have 30 terms, and the inverse multiplies their rounding by the condition of H, which is below 20.
        Assert.All(
            expected.Zip(covariance),
            pair => Assert.Equal(pair.First, pair.Second, 20 * 60 * expected[0] * Math.Pow(2, -53))
        );

        Variable<double> HalfSumOfSquares(Variable<double> p) =>
            0.5 * (p[0] + p[1] * x - y).Square().Sum();
    }
}
