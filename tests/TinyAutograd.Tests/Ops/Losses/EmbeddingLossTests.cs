namespace TinyAutograd.Tests.Ops.Losses;

public class EmbeddingLossTests
{
    private const double Inf = double.PositiveInfinity;

    private static readonly double[] LogTarget = [-Inf, -Inf, -0.5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_has_no_probability_costs_nothing_and_has_the_gradient_0(bool isLogTarget)
    {
        foreach (var isComposed in new[] { false, true })
        {
            using var outer = isComposed ? new Tape<double>() : null;
            using var tape = new Tape<double>();
            var logQ = Variable.Of([-Inf, -2, -1]);
            var target = Variable.Of(isLogTarget ? LogTarget : [0, 0, Math.Exp(-0.5)]);
            var terms = logQ.KlDivergence(target, LossReduction.None, isLogTarget);
            var p = Math.Exp(-0.5);
            Assert.Equal([0, 0, p * 0.5], terms.ToArray(), Near);
            var gradients = tape.Gradients(terms.Sum(), [logQ, target]);
            Assert.Equal([0, 0, -p], gradients[0].ToArray(), Near);
            Assert.Equal([0, 0, isLogTarget ? 1.5 * p : 1.5], gradients[1].ToArray(), Near);
        }
    }

    [Fact]
    public void What_is_impossible_but_happens_costs_infinity() =>
        Assert.Equal(Inf, Variable.Of([-Inf]).KlDivergence(Variable.Of([0.5])).Item());

    [Fact]
    public void Divergence_is_at_least_0_and_0_only_from_itself()
    {
        var p = Variable.Normal<double>([5, 4], new RandomGenerator(1)).LogSoftmax();
        var q = Variable.Normal<double>([5, 4], new RandomGenerator(2)).LogSoftmax();
        var terms = q.KlDivergence(p, LossReduction.None, isLogTarget: true);
        Assert.All(terms.Sum(1).ToArray(), value => Assert.True(value > 0.01));
        var none = p.KlDivergence(p, LossReduction.None, isLogTarget: true);
        Assert.Equal(new double[20], none.ToArray());
        Assert.Equal(
            terms.ToArray(),
            q.KlDivergence(p.Exp(), LossReduction.None).ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-15
        );
    }

    [Theory]
    [InlineData(2, 1, 0, 0, 0)]
    [InlineData(1, 1, 0, 0, 0)] // the kink
    [InlineData(0.5, 1, 0.5, -1, -0.5)]
    [InlineData(0.5, -1, 1.5, 1, -0.5)]
    [InlineData(double.NaN, 1, double.NaN, -1, double.NaN)]
    public void Hinge_costs_what_lies_within_the_margin(
        double x,
        double t,
        double loss,
        double dx,
        double dt
    )
    {
        foreach (var isComposed in new[] { false, true })
        {
            using var outer = isComposed ? new Tape<double>() : null;
            using var tape = new Tape<double>();
            var (score, target) = (Variable.Of([x]), Variable.Of([t]));
            var y = score.Hinge(target);
            Assert.Equal(loss, y.Item());
            var gradients = tape.Gradients(y, [score, target]);
            Assert.Equal((dx, dt), (gradients[0].Item(), gradients[1].Item()));
        }
    }

    [Fact]
    public void Equal_vectors_of_a_triplet_have_the_gradient_0()
    {
        using var tape = new Tape<double>();
        var (a, p, n) = (Variable.Of([1.0, 2]), Variable.Of([1.0, 2]), Variable.Of([4.0, 6]));
        var loss = a.Triplet(p, n, margin: 6);
        Assert.Equal(1, loss.Item());
        var gradients = tape.Gradients(loss, [a, p, n]);
        Assert.Equal([0.6, 0.8], gradients[0].ToArray(), Near);
        Assert.Equal([0, 0], gradients[1].ToArray());
        Assert.Equal([-0.6, -0.8], gradients[2].ToArray(), Near);
    }

    [Fact]
    public void The_mean_over_no_pair_is_nan_and_their_sum_0()
    {
        var none = Variable.Zeros<double>([0, 2]);
        var noMask = Mask.Of([], [0]);
        Assert.Equal(double.NaN, none.Triplet(none, none).Item());
        Assert.Equal(0, none.Triplet(none, none, reduction: LossReduction.Sum).Item());
        Assert.Equal(double.NaN, none.CosineEmbedding(none, noMask).Item());
        var logits = Variable.Zeros<double>([1, 2, 3]);
        var empty = logits.SequenceCrossEntropy(
            Indices.Of([
                [0, 1],
            ]),
            Indices.Of(0)
        );
        Assert.Equal(double.NaN, empty.Item());
    }

    [Fact]
    public void Padding_changes_neither_a_sequence_loss_nor_its_gradient()
    {
        var logits = Variable.Normal<double>([2, 3, 5], new RandomGenerator(1));
        var (targets, lengths) = (
            Indices.Of([
                [4, 0, 99],
                [1, 2, 3],
            ]),
            Indices.Of(2, 3)
        );
        using var tape = new Tape<double>();
        var loss = logits.SequenceCrossEntropy(targets, lengths);
        double[] alone =
        [
            logits[0, ..2].CrossEntropy(Indices.Of(4, 0), reduction: LossReduction.Sum).Item(),
            logits[1].CrossEntropy(Indices.Of(1, 2, 3), reduction: LossReduction.Sum).Item(),
        ];
        Assert.Equal(alone.Sum() / 5, loss.Item(), 1e-15);
        var gradient = tape.Gradient(loss, logits);
        Assert.Equal(new double[5], gradient[0, 2].ToArray());
        Assert.All(gradient[1].ToArray(), value => Assert.NotEqual(0, value));
    }

    private static bool Near(double a, double b) => a.Equals(b) || Math.Abs(a - b) < 1e-15;
}
