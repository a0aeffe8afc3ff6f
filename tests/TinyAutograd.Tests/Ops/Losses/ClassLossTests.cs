namespace TinyAutograd.Tests.Ops.Losses;

public class ClassLossTests
{
    private readonly Variable<double> logits = Variable.Of<double>([
        [1, 2, 3],
        [0, 0, 0],
        [5, 1, 1],
    ]);

    [Fact]
    public void Uniform_logits_lose_the_logarithm_of_the_number_of_classes() =>
        Assert.Equal(
            Math.Log(27),
            Variable.Zeros<double>([4, 27]).CrossEntropy(Indices.Of(0, 1, 25, 26)).Item(),
            1e-15
        );

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_target_that_is_no_class_is_named_with_its_position(int target)
    {
        var targets = Indices.Of(0, target, 1);
        foreach (
            var error in new[]
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => logits.CrossEntropy(targets)),
                Assert.Throws<ArgumentOutOfRangeException>(() => logits.Nll(targets)),
            }
        )
        {
            Assert.Contains(
                $"target {target} at position 1 is not a class in [0, 3)",
                error.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void An_ignored_target_has_no_loss_no_gradient_and_does_not_count()
    {
        using var tape = new Tape<double>();
        var loss = logits.CrossEntropy(Indices.Of(0, -1, 2), ignoreIndex: -1, labelSmoothing: 0.1);
        var dx = tape.Gradient(loss, logits).ToArray();
        Assert.Equal([0.0, 0, 0], dx[3..6]);
        var rest = Variable.Of<double>([
            [1, 2, 3],
            [5, 1, 1],
        ]);
        Assert.Equal(
            rest.CrossEntropy(Indices.Of(0, 2), labelSmoothing: 0.1).Item(),
            loss.Item(),
            1e-15
        );
        Assert.Equal(
            0,
            logits.CrossEntropy(Indices.Of(0, -1, 2), -1, 0.1, LossReduction.None).AsSpan()[1]
        );
    }

    [Fact]
    public void An_ignored_row_may_hold_anything()
    {
        var x = Variable.Of<double>([
            [double.NaN, double.PositiveInfinity],
            [1, 1],
        ]);
        using var tape = new Tape<double>();
        var loss = x.CrossEntropy(Indices.Of(-100, 0));
        Assert.Equal(Math.Log(2), loss.Item(), 1e-15);
        Assert.Equal([0, 0, -0.5, 0.5], tape.Gradient(loss, x).ToArray());
    }

    [Fact]
    public void The_mean_over_no_target_is_not_a_number_and_the_sum_is_zero()
    {
        var ignored = Indices.Of(-100, -100, -100);
        Assert.True(double.IsNaN(logits.CrossEntropy(ignored).Item()));
        Assert.True(double.IsNaN(logits.Nll(ignored).Item()));
        Assert.Equal(0, logits.CrossEntropy(ignored, reduction: LossReduction.Sum).Item());
        Assert.Equal(0, logits.Nll(ignored, reduction: LossReduction.Sum).Item());
        using var tape = new Tape<double>();
        Assert.Equal(new double[9], tape.Gradient(logits.CrossEntropy(ignored), logits).ToArray());
    }

    [Fact]
    public void A_single_position_needs_no_batch()
    {
        var x = Variable.Of([1.0, 2, 3]);
        Assert.Equal(
            Variable
                .Of<double>([
                    [1, 2, 3],
                ])
                .CrossEntropy(Indices.Of(1))
                .Item(),
            x.CrossEntropy(Indices.Scalar(1)).Item()
        );
        Assert.Equal(-2, x.Nll(Indices.Scalar(1)).Item());
    }

    [Fact]
    public void A_masked_logit_takes_no_gradient_up_to_order_two()
    {
        var x = Variable.Of<double>([
            [1, double.NegativeInfinity, 3],
        ]);
        using var outer = new Tape<double>();
        Variable<double> first;
        using (var tape = new Tape<double>())
        {
            first = tape.Gradient(x.CrossEntropy(Indices.Of(0)), x);
        }
        var second = outer.Gradient((first * first).Sum(), x).ToArray();
        Assert.Equal(0, first.AsSpan()[1]);
        Assert.Equal(0, second[1]);
        Assert.All(second, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Many_positions_are_the_single_ones_side_by_side()
    {
        // More rows than one piece of parallel work holds.
        var x = Variable.Normal<double>([500, 27], new RandomGenerator(1));
        var targets = Indices.Of([.. Enumerable.Range(0, 500).Select(i => i % 29 % 27)]);
        var losses = x.CrossEntropy(targets, reduction: LossReduction.None).ToArray();
        for (var i = 0; i < 500; i += 37)
        {
            var row = Variable.Of(x.AsSpan().Slice(i * 27, 27), [27]);
            Assert.Equal(row.CrossEntropy(Indices.Scalar(targets[i])).Item(), losses[i]);
        }
        Assert.Equal(losses.Average(), x.CrossEntropy(targets).Item(), 1e-14);
    }

    [Fact]
    public void Misfits_are_refused()
    {
        Assert.Contains(
            "(3, 3) and the targets (2)",
            Assert.Throws<ArgumentException>(() => logits.CrossEntropy(Indices.Of(0, 1))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
            logits.Nll(
                Indices.Of([
                    [0],
                    [1],
                    [2],
                ])
            )
        );
        Assert.Throws<ArgumentException>(() => Variable.Of(1.0).CrossEntropy(Indices.Scalar(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            logits.CrossEntropy(Indices.Of(0, 1, 2), labelSmoothing: 1.1)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            logits.CrossEntropy(Indices.Of(0, 1, 2), reduction: (LossReduction)7)
        );
    }

    // With all of the weight on the mean, 0 · ∞ of the target would be NaN.
    [Fact]
    public void Smoothing_of_one_leaves_the_target_out()
    {
        var logits = Variable.Of([0, double.NegativeInfinity]);
        Assert.Equal(
            double.PositiveInfinity,
            logits.CrossEntropy(Indices.Scalar(1), labelSmoothing: 1).Item()
        );
    }
}
