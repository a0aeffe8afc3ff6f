namespace TinyAutograd.Tests.Optimization;

public class GradientAccumulatorTests
{
    private const int Examples = 24;

    private static readonly Variable<double> X = Variable.Normal<double>(
        [Examples, 3],
        new RandomGenerator(1)
    );

    private static readonly Variable<double> Y = Variable.Normal<double>(
        [Examples, 2],
        new RandomGenerator(2)
    );

    [Theory]
    [InlineData(12)] // two halves
    [InlineData(8)]
    [InlineData(5)] // the last part is smaller
    [InlineData(24)]
    public void The_weighted_mean_over_parts_is_the_gradient_of_the_batch(int rows)
    {
        var model = new Mlp<double>([3, 5, 2], x => x.Tanh(), seed: 3);
        var accumulator = new GradientAccumulator<double>(model.Parameters);
        for (var start = 0; start < Examples; start += rows)
        {
            var end = Math.Min(start + rows, Examples);
            using var part = new Tape<double>();
            accumulator.Add(
                part.Gradients(
                    model.Forward(X[start..end]).Mse(Y[start..end]),
                    of: model.Parameters
                ),
                weight: end - start
            );
        }
        Assert.Equal((Examples + rows - 1) / rows, accumulator.Count);
        using var tape = new Tape<double>();
        var whole = tape.Gradients(model.Forward(X).Mse(Y), of: model.Parameters);
        var mean = accumulator.Mean();
        for (var p = 0; p < whole.Count; p++)
        {
            // Both are sums over 24 examples of products along three layers: about 24 + 10 roundings each, of terms whose magnitudes sum to
            // at most 24 times the largest per-example gradient over 24.
            var largest = LargestTerm(model, p);
            Assert.All(
                whole[p].ToArray().Zip(mean[p].ToArray()),
                pair => Assert.Equal(pair.First, pair.Second, 2 * 34 * largest * Math.Pow(2, -53))
            );
        }
    }

    // The largest magnitude of an element of the gradient of one example's loss.
    private static double LargestTerm(Mlp<double> model, int p) =>
        Enumerable
            .Range(0, Examples)
            .Max(row =>
            {
                using var tape = new Tape<double>();
                var loss = model.Forward(X[row..(row + 1)]).Mse(Y[row..(row + 1)]);
                return tape.Gradients(loss, of: model.Parameters)[p].ToArray().Max(Math.Abs);
            });

    [Fact]
    public void An_optimizer_takes_the_sum_and_cleared_it_begins_anew()
    {
        var a = new Parameter<double>("a", Variable.Of(3.0));
        var accumulator = new GradientAccumulator<double>([a]);
        Add(weight: 1);
        Add(weight: 0.5);
        Assert.Equal(6 * 1.5, accumulator.Sum()[a].Item());
        Assert.Equal(6, accumulator.Mean()[a].Item());
        accumulator.Clear();
        Assert.Equal(0, accumulator.Count);
        Assert.Throws<InvalidOperationException>(accumulator.Sum);
        Assert.Throws<InvalidOperationException>(accumulator.Mean);
        Add(weight: 1);
        new Sgd<double>([a], learningRate: 0.5).Step(accumulator.Sum());
        Assert.Equal(0, a.Value.Item());

        void Add(double weight)
        {
            using var tape = new Tape<double>();
            accumulator.Add(tape.Gradients(a * a, of: [a]), weight);
        }
    }

    [Fact]
    public void Other_gradients_are_refused_and_change_nothing()
    {
        var a = new Parameter<double>("a", Variable.Of(3.0));
        var b = new Parameter<double>("b", Variable.Of(1.0));
        var accumulator = new GradientAccumulator<double>([a]);
        Gradients<double> ended;
        using (var outer = new Tape<double>())
        {
            ended = outer.Gradients(a * a, of: [a]);
            var of = outer.Gradients(a * b, of: [a, b]);
            var error = Assert.Throws<ArgumentException>(() => accumulator.Add(of));
            Assert.Equal(
                "GradientAccumulator.Add: it sums the gradients of 'a'; these are of 'a', 'b'. "
                    + "Take the gradients of the same parameters in the same order. (Parameter 'gradients')",
                error.Message
            );
            var ofVariables = outer.Gradients(a * a, of: [a.Value]);
            error = Assert.Throws<ArgumentException>(() => accumulator.Add(ofVariables));
            Assert.Contains("these are of no parameters.", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => accumulator.Add(ended, weight: 0));
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                accumulator.Add(ended, weight: double.NaN)
            );
            using var inner = new Tape<double>();
            var recorded = inner.Gradients(a * a, of: [a]);
            var refusal = Assert.Throws<InvalidOperationException>(() => accumulator.Add(recorded));
            Assert.Equal(
                "GradientAccumulator.Add: an outer tape records these gradients and would not see their sum. "
                    + "Add gradients that were computed under one tape.",
                refusal.Message
            );
        }
        Assert.Throws<ObjectDisposedException>(() => accumulator.Add(ended));
        Assert.Equal(0, accumulator.Count);
    }

    [Fact]
    public void A_sum_lives_on_when_gradients_of_a_closed_tape_are_refused()
    {
        var a = new Parameter<double>("a", Variable.Of(3.0));
        var accumulator = new GradientAccumulator<double>([a]);
        Gradients<double> gradients;
        using (var tape = new Tape<double>())
        {
            gradients = tape.Gradients(a * a, of: [a]);
            accumulator.Add(gradients);
        }
        var sum = accumulator.Sum();
        Assert.Throws<ObjectDisposedException>(() => accumulator.Add(gradients));
        Assert.Equal(6, sum[a].Item());
        Assert.Equal(1, accumulator.Count);
    }
}
