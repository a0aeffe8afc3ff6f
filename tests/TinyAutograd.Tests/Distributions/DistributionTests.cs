namespace TinyAutograd.Tests.Distributions;

/// <summary>Formulas against sums and quadrature, draws against their probabilities, gradients against differences.</summary>
public class DistributionTests
{
    private const int DrawCount = 20_000;

    private static readonly Variable<double> Means = Variable.Of([-1.5, 0.25, 2]);
    private static readonly Variable<double> Deviations = Variable.Of([0.5, 1, 3]);
    private static readonly Variable<double> Logits = Variable.Of<double>([
        [0.3, -1.2, 2, 0],
        [5, 4, -3, 4.5],
    ]);

    [Fact]
    public void Densities_integrate_to_1_and_to_their_entropy()
    {
        foreach (var (mean, deviation) in Means.ToArray().Zip(Deviations.ToArray()))
        {
            var normal = new Normal<double>(Variable.Of(mean), Variable.Of(deviation));
            Integrates(normal, mean - 12 * deviation, mean + 12 * deviation);
        }
        Integrates(new Uniform<double>(Variable.Of(-0.5), Variable.Of(2.5)), -0.5, 2.5);
    }

    // Midpoints: exact for a constant, and for a smooth density that vanishes at both ends as good as any rule.
    private static void Integrates(Distribution<double> distribution, double low, double high)
    {
        const int parts = 4_000;
        var width = (high - low) / parts;
        var x = Variable.Of([.. Enumerable.Range(0, parts).Select(i => low + (i + 0.5) * width)]);
        var logarithms = distribution.LogProbability(x);
        Assert.Equal(1, logarithms.Exp().Sum().Item() * width, 1e-9);
        Assert.Equal(
            distribution.Entropy().Item(),
            -(logarithms.Exp() * logarithms).Sum().Item() * width,
            1e-9
        );
    }

    [Fact]
    public void Probabilities_of_classes_sum_to_1_and_give_entropy_and_divergence()
    {
        var (p, q) = (new Categorical<double>(Logits), new Categorical<double>(-Logits));
        for (var row = 0; row < 2; row++)
        {
            double[] Of(Categorical<double> distribution) =>
                [
                    .. Enumerable
                        .Range(0, 4)
                        .Select(k =>
                            Math.Exp(distribution.LogProbability(Indices.Of(k, k)).ToArray()[row])
                        ),
                ];
            var (a, b) = (Of(p), Of(q));
            Assert.Equal(1, a.Sum(), 1e-12);
            Assert.Equal(-a.Sum(x => x * Math.Log(x)), p.Entropy().ToArray()[row], 1e-12);
            Assert.Equal(
                a.Zip(b, (x, y) => x * Math.Log(x / y)).Sum(),
                p.DivergenceTo(q).ToArray()[row],
                1e-12
            );
        }
    }

    [Fact]
    public void A_Bernoulli_number_is_a_choice_between_two_classes()
    {
        var logits = Variable.Of([-30.0, -1, 0, 0.7, 40]);
        var other = Variable.Of([1.0, 2, -1, 0.7, -3]);
        Categorical<double> Classes(Variable<double> x) =>
            new(VariableOps.Stack([Variable.Zeros<double>([5]), x], axis: 1));
        var (bernoulli, classes) = (new Bernoulli<double>(logits), Classes(logits));
        Close(classes.Entropy(), bernoulli.Entropy());
        Close(
            classes.DivergenceTo(Classes(other)),
            bernoulli.DivergenceTo(new Bernoulli<double>(other))
        );
        Close(
            classes.LogProbability(Indices.Of(0, 0, 1, 1, 1)),
            bernoulli.LogProbability(Variable.Of([0.0, 0, 1, 1, 1]))
        );
    }

    [Fact]
    public void Divergences_are_those_of_the_definition()
    {
        var p = new Normal<double>(Means, Deviations);
        var q = new Normal<double>(Variable.Of(0.5), Variable.Of(2.0));
        var x = Variable
            .Of([.. Enumerable.Range(0, 40_001).Select(i => -40 + i * 0.002)])
            .Reshape([-1, 1]);
        var density = p.LogProbability(x); // (40001, 3)
        var integral = (density.Exp() * (density - q.LogProbability(x))).Sum(0) * 0.002;
        Assert.All(
            p.DivergenceTo(q).ToArray().Zip(integral.ToArray()),
            pair => Assert.Equal(pair.Second, pair.First, 1e-8)
        );
        Close(Variable.Zeros<double>([3]), p.DivergenceTo(p));

        var narrow = new Uniform<double>(Variable.Of(0.0), Variable.Of(1.0));
        var wide = new Uniform<double>(Variable.Of(-1.0), Variable.Of(3.0));
        Assert.Equal(Math.Log(4), narrow.DivergenceTo(wide).Item(), 1e-12);
        Assert.Equal(double.PositiveInfinity, wide.DivergenceTo(narrow).Item());
        Assert.Equal(double.NegativeInfinity, narrow.LogProbability(Variable.Of(1.0)).Item());
    }

    [Fact]
    public void Samples_have_the_frequencies_of_their_probabilities()
    {
        var random = new RandomGenerator(11);
        var flat = Variable.Zeros<double>([DrawCount]);
        var logit = Variable.Of(-0.8);
        var ones = new Bernoulli<double>(flat + logit).Sample(random).Sum().Item();
        ChiSquare([DrawCount - ones, ones], [1 - Sigmoid(-0.8), Sigmoid(-0.8)]);

        var classes = new Categorical<double>(Logits[0].Expand([DrawCount, 4])).Sample(random);
        var counts = new double[4];
        foreach (var drawn in classes.ToArray())
        {
            counts[drawn]++;
        }
        ChiSquare(counts, new Categorical<double>(Logits[0]).Probabilities.ToArray());

        // Cut at the quartiles of the standard normal distribution, Φ⁻¹(¼) = −0.67449.
        const double quartile = 0.674489750196082;
        var normal = new Normal<double>(flat + 3.0, Variable.Of(2.0)).Sample(random);
        ChiSquare(
            Quarters(normal, [3 - 2 * quartile, 3, 3 + 2 * quartile]),
            [0.25, 0.25, 0.25, 0.25]
        );
        var uniform = new Uniform<double>(flat - 1.0, Variable.Of(3.0)).Sample(random);
        ChiSquare(Quarters(uniform, [0, 1, 2]), [0.25, 0.25, 0.25, 0.25]);
    }

    [Fact]
    public void Equal_generators_give_equal_samples_and_no_gradient_flows_through_them()
    {
        var normal = new Normal<double>(Means, Deviations);
        Assert.Equal(
            normal.Sample(new RandomGenerator(3)).ToArray(),
            normal.Sample(new RandomGenerator(3)).ToArray()
        );
        using var tape = new Tape<double>();
        var drawn = normal.Sample(new RandomGenerator(3)).Sum();
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(drawn, of: Means));
    }

    [Fact]
    public void Gradients_agree_with_differences_to_the_second_order()
    {
        Passes((m, s) => new Normal<double>(m, s).Draw(new RandomGenerator(5)));
        Passes((m, s) => new Normal<double>(m, s).LogProbability(Variable.Of([0.1, -2, 3])));
        Passes((m, s) => new Normal<double>(m, s).Entropy() + m);
        Passes((m, s) => new Normal<double>(m, s).DivergenceTo(new(s, m.Square() + 1.0)));
        Passes((m, s) => new Uniform<double>(m, m + s).Draw(new RandomGenerator(5)));
        Passes((m, s) => new Uniform<double>(m, m + s).LogProbability(m + s * 0.5));
        Passes((m, s) => new Bernoulli<double>(m * s).LogProbability(Variable.Of([0.0, 1, 1])));
        Passes(
            (m, s) =>
                new Bernoulli<double>(m).DivergenceTo(new(s)) + new Bernoulli<double>(m).Entropy()
        );
        Passes((m, s) => new Categorical<double>(m).DivergenceTo(new(s)));
        Passes((m, s) => new Categorical<double>(m * s).Entropy());
        Passes((m, s) => new Categorical<double>(m * s).LogProbability(Indices.Of([1], [])));

        static void Passes(Func<Variable<double>, Variable<double>, Variable<double>> f)
        {
            var report = GradientCheck.Of<double>(x => f(x[0], x[1]), [Means, Deviations]);
            Assert.True(report.Passed, report.ToString());
        }
    }

    [Fact]
    public void The_score_and_the_reparameterised_draw_give_the_same_gradient_on_average()
    {
        // d/dμ E[x²] = 2μ, d/dσ E[x²] = 2σ
        const double mean = 0.7;
        const double deviation = 1.3;
        var (m, s) = (
            new Parameter<double>("m", Variable.Of(mean)),
            new Parameter<double>("s", Variable.Of(deviation))
        );
        var flat = Variable.Zeros<double>([200_000]);

        using var tape = new Tape<double>();
        var normal = new Normal<double>(flat + m, flat + s);
        var drawn = normal.Draw(new RandomGenerator(1)).Square().Mean();
        var reparameterised = tape.Gradients(drawn, of: [m, s]);
        var sample = normal.Sample(new RandomGenerator(2));
        var score = (normal.LogProbability(sample) * sample.Square()).Mean();
        var scored = tape.Gradients(score, of: [m, s]);

        // Standard errors of the means: 2σ/√n = 0.006 and about 0.015; five of them.
        Assert.Equal(2 * mean, reparameterised[0].Item(), 0.03);
        Assert.Equal(2 * deviation, reparameterised[1].Item(), 0.05);
        Assert.Equal(2 * mean, scored[0].Item(), 0.08);
        Assert.Equal(2 * deviation, scored[1].Item(), 0.12);
    }

    [Fact]
    public void Impossible_parameters_are_named()
    {
        Names("standard deviation", () => new Normal<double>(Means, Variable.Of(0.0)));
        Names("standard deviation", () => new Normal<double>(Means, Variable.Of(double.NaN)));
        Names("(3)", () => new Normal<double>(Means, Variable.Zeros<double>([2]) + 1.0));
        Names("width", () => new Uniform<double>(Means, Means));
        Names("logit", () => new Bernoulli<double>(Variable.Of(double.NaN)));
        Names("class", () => new Categorical<double>(Variable.Zeros<double>([2, 0])));
        Names("(2)", () => new Categorical<double>(Logits).LogProbability(Indices.Of(1)));
        Assert.Throws<InvalidOperationException>(() =>
            new Categorical<double>(Variable.Of([double.NaN, 1])).Sample(new RandomGenerator(1))
        );

        static void Names(string what, Func<object> call) =>
            Assert.Contains(
                what,
                Assert.ThrowsAny<ArgumentException>(() => call()).Message,
                StringComparison.Ordinal
            );
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Quarters(Variable<double> x, double[] cuts)
    {
        var counts = new double[cuts.Length + 1];
        foreach (var value in x.ToArray())
        {
            counts[cuts.Count(cut => value >= cut)]++;
        }
        return counts;
    }

    // Pearson's statistic against the 0.999 quantile of chi-square with 1, 2 or 3 degrees of freedom.
    private static void ChiSquare(double[] counts, double[] shares)
    {
        double[] limits = [10.83, 13.82, 16.27];
        var statistic = counts
            .Zip(
                shares,
                (count, share) => Math.Pow(count - share * DrawCount, 2) / (share * DrawCount)
            )
            .Sum();
        Assert.InRange(statistic, 0, limits[counts.Length - 2]);
    }

    private static void Close(Variable<double> expected, Variable<double> actual) =>
        Assert.All(
            expected.ToArray().Zip(actual.ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-12 * Math.Max(1, Math.Abs(pair.First)))
        );
}
