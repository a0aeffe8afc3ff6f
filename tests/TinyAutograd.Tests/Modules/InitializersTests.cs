namespace TinyAutograd.Tests.Modules;

public class InitializersTests
{
    private static readonly Shape Weight = [300, 200];
    private const int Count = 60_000;

    // Of n draws the mean deviates by more than 5σ/√n, and the standard deviation by more than 5·σ·√((κ − 1) / 4n) (κ ≤ 3, the
    // normal's), once in a million seeds; the seeds are fixed.
    private static readonly double MeanBound = 5 / Math.Sqrt(Count);
    private static readonly double DeviationBound = 5 * Math.Sqrt(2.0 / (4 * Count));

    public static TheoryData<string, double, bool> Cases() =>
        new()
        {
            { "xavier uniform", Math.Sqrt(2.0 / 500), true },
            { "xavier normal, tanh", 5.0 / 3 * Math.Sqrt(2.0 / 500), false },
            { "kaiming uniform", Math.Sqrt(2.0 / 200), true },
            { "kaiming uniform, out, leaky", Math.Sqrt(2 / (1.04 * 300)), true },
            { "kaiming normal", Math.Sqrt(2.0 / 200), false },
            { "kaiming normal, out, linear", Math.Sqrt(1.0 / 300), false },
            { "normal", 0.02, false },
            { "residual", 0.02 / Math.Sqrt(24), false },
            { "uniform", 0.3 / Math.Sqrt(3), true },
        };

    private static Initializer<double> Make(string name) =>
        name switch
        {
            "xavier uniform" => Initializers.XavierUniform<double>(),
            "xavier normal, tanh" => Initializers.XavierNormal<double>(Initializers.TanhGain),
            "kaiming uniform" => Initializers.KaimingUniform<double>(),
            "kaiming uniform, out, leaky" => Initializers.KaimingUniform<double>(
                Initializers.LeakyReluGain(0.2),
                FanMode.Out
            ),
            "kaiming normal" => Initializers.KaimingNormal<double>(),
            "kaiming normal, out, linear" => Initializers.KaimingNormal<double>(
                Initializers.LinearGain,
                FanMode.Out
            ),
            "normal" => Initializers.Normal<double>(0.02),
            "residual" => Initializers.ResidualNormal<double>(layerCount: 12),
            "uniform" => Initializers.Uniform<double>(-0.3, 0.3),
            _ => throw new ArgumentException(name),
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Draws_have_the_mean_deviation_and_shape_of_their_distribution(
        string name,
        double deviation,
        bool isUniform
    )
    {
        var draws = Make(name)(Weight, new RandomGenerator(20));
        Assert.Equal(Weight, draws.Shape);
        var scaled = draws.ToArray().Select(value => value / deviation).ToArray();
        var mean = scaled.Average();
        var got = Math.Sqrt(scaled.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(mean, -MeanBound, MeanBound);
        Assert.InRange(got, 1 - DeviationBound, 1 + DeviationBound);
        var largest = scaled.Max(Math.Abs);
        if (isUniform)
        {
            // of n uniform draws the largest misses the bound √3 by more than √3·20/n with probability e⁻²⁰
            Assert.InRange(largest, Math.Sqrt(3) * (1 - 20.0 / Count), Math.Sqrt(3));
        }
        else
        {
            Assert.InRange(largest, 3.5, 6);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_gives_others()
    {
        var draw = Initializers.KaimingNormal<float>();
        var first = draw([4, 3], new RandomGenerator(7)).ToArray();
        Assert.Equal(first, draw([4, 3], new RandomGenerator(7)).ToArray());
        Assert.NotEqual(first, draw([4, 3], new RandomGenerator(8)).ToArray());
    }

    [Fact]
    public void The_fan_of_a_convolution_counts_its_kernel()
    {
        var draws = Initializers.KaimingUniform<double>(1)([8, 3, 5, 5], new RandomGenerator(1));
        var bound = Math.Sqrt(3.0 / (3 * 25));
        var largest = draws.ToArray().Max(Math.Abs);
        Assert.InRange(largest, bound * (1 - 20.0 / 600), bound);
    }

    [Fact]
    public void Constants_fill()
    {
        var random = new RandomGenerator(0);
        Assert.Equal([0f, 0f], Initializers.Zeros<float>()([2], random).ToArray());
        Assert.Equal([1f, 1f], Initializers.Ones<float>()([2], random).ToArray());
        Assert.Equal([3f, 3f], Initializers.Constant(3f)([2], random).ToArray());
        Assert.Equal(0UL, random.State.Position);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var random = new RandomGenerator(0);
        var error = Assert.Throws<ArgumentException>(() =>
            Initializers.XavierNormal<float>()([3], random)
        );
        Assert.Contains("(3)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Initializers.KaimingUniform<float>()([], random));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.XavierUniform<float>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Initializers.KaimingNormal<float>(double.NaN)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.ResidualNormal<float>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Normal<float>(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Uniform<float>(1, 0));
    }

    [Fact]
    public void A_weight_without_elements_is_drawn_too() =>
        Assert.Empty(Initializers.XavierNormal<float>()([0, 3], new RandomGenerator(0)).ToArray());
}
