namespace TinyAutograd.Tests.Optimization;

/// <content>What an optimizer refuses, before anything changes.</content>
public partial class OptimizerTests
{
    [Fact]
    public void A_gradient_of_an_unknown_parameter_is_refused_before_anything_changes()
    {
        var (a, b) = (Scalar("a", 1), Scalar("stranger", 1));
        var optimizer = new Sgd<double>([a], 0.1);
        var error = Assert.Throws<ArgumentException>(() => Step(optimizer, a, b));
        Assert.Contains("'stranger'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, a.Value.Item());
    }

    [Fact]
    public void A_parameter_twice_among_the_gradients_is_refused()
    {
        var a = Scalar("a", 1);
        var optimizer = new Sgd<double>([a], 0.1);
        var error = Assert.Throws<ArgumentException>(() => Step(optimizer, a, a));
        Assert.Equal("SGD.Step: parameter 'a' occurs twice among the gradients.", error.Message);
        Assert.Equal(1, a.Value.Item());
    }

    [Fact]
    public void A_gradient_of_a_frozen_parameter_is_refused_before_anything_changes()
    {
        var (a, b) = (Scalar("a", 1), Scalar("b", 1));
        var optimizer = new Sgd<double>([a, b], 0.1);
        b.IsFrozen = true;
        var error = Assert.Throws<InvalidOperationException>(() => Step(optimizer, a, b));
        Assert.Equal(
            "SGD.Step: parameter 'b' is frozen. Take gradients of module.TrainableParameters, or Unfreeze it.",
            error.Message
        );
        Assert.Equal((1, 1), (a.Value.Item(), b.Value.Item()));
    }

    [Fact]
    public void A_parameter_in_two_groups_is_refused()
    {
        var a = Scalar("a", 1);
        var error = Assert.Throws<ArgumentException>(() =>
            new Sgd<double>(
                [new ParameterGroup<double>([a]), new ParameterGroup<double>([Scalar("b", 1), a])],
                0.1
            )
        );
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Sgd<double>([a, a], 0.1));
        Assert.Throws<ArgumentException>(() =>
            new Sgd<double>(Array.Empty<Parameter<double>>(), 0.1)
        );
    }

    [Fact]
    public void Gradients_of_a_closed_tape_are_refused()
    {
        var a = Scalar("a", 1);
        Gradients<double> gradients;
        using (var tape = new Tape<double>())
        {
            gradients = tape.Gradients(a * a, of: [a]);
        }
        var value = a.Value;
        var optimizer = new Sgd<double>([a], 0.1);
        Assert.Throws<ObjectDisposedException>(() => optimizer.Step(gradients));
        // Not even the revision ended, nor was a step counted.
        Assert.Same(value, a.Value);
        Assert.Equal(0, optimizer.SaveState().Parameters[0].StepCount);
    }

    [Fact]
    public void A_state_with_a_wrong_rate_ended_numbers_or_for_equal_names_is_refused_and_changes_nothing()
    {
        var a = Scalar("a", 1);
        var optimizer = new Sgd<double>([a], 0.1, momentum: 0.9);
        Step(optimizer, a);
        var state = optimizer.SaveState();
        foreach (var rate in new[] { -1.0, double.NaN, double.PositiveInfinity })
        {
            var wrong = new OptimizerState<double>("SGD", rate, state.Parameters);
            var error = Assert.Throws<ArgumentException>(() => optimizer.Restore(wrong));
            Assert.Contains("learning rate", error.Message, StringComparison.Ordinal);
        }
        OptimizerState<double> ended;
        using (new Tape<double>())
        {
            var arrays = new Dictionary<string, Variable<double>>
            {
                ["momentum_buffer"] = Variable.Of(1.0) * 2.0,
            };
            ended = new OptimizerState<double>("SGD", 0.5, [new("a", 7, arrays)]);
        }
        Assert.Throws<ObjectDisposedException>(() => optimizer.Restore(ended));
        Assert.Equal(0.1, optimizer.LearningRate);
        Assert.Equal(1, optimizer.SaveState().Parameters[0].StepCount);

        var twins = new Sgd<double>([Scalar("a", 1), Scalar("a", 1)], 0.1, momentum: 0.9);
        var refusal = Assert.Throws<ArgumentException>(() => twins.Restore(state));
        Assert.Contains("same name", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(twins.SaveState);
        Assert.Contains("'a'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_that_an_outer_tape_recorded_are_refused()
    {
        var a = Scalar("a", 1);
        using var outer = new Tape<double>();
        using var inner = new Tape<double>();
        var gradients = inner.Gradients(a * a, of: [a]);
        var error = Assert.Throws<InvalidOperationException>(() =>
            new Sgd<double>([a], 0.1).Step(gradients)
        );
        Assert.Equal(
            "SGD.Step: an outer tape recorded how these gradients were computed, and a step would end the parameters that it reads. "
                + "Step after that tape is closed, with gradients computed under one tape.",
            error.Message
        );
        Assert.Equal(1, a.Value.Item());
    }

    [Fact]
    public void Gradients_of_variables_are_refused()
    {
        var a = Scalar("a", 1);
        using var tape = new Tape<double>();
        var gradients = tape.Gradients(a * a, of: [a.Value]);
        Assert.Throws<ArgumentException>(() => new Sgd<double>([a], 0.1).Step(gradients));
    }

    [Fact]
    public void Momentum_may_change_where_there_are_buffers_for_it_and_stay_0_where_not()
    {
        var a = Scalar("a", 1);
        Assert.Equal(0.5, new RmsProp<double>([a], momentum: 0.9) { Momentum = 0.5 }.Momentum);
        Assert.Equal(0, new RmsProp<double>([a]) { Momentum = 0 }.Momentum);
        Assert.Equal(0.5, new Sgd<double>([a], 1, momentum: 0.9) { Momentum = 0.5 }.Momentum);
        Assert.Equal(0, new Sgd<double>([a], 1) { Momentum = 0 }.Momentum);
    }

    [Fact]
    public void Wrong_hyper_parameters_are_refused()
    {
        var a = Scalar("a", 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd<double>([a], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd<double>([a], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd<double>([a], 1, weightDecay: -1));
        Assert.Throws<ArgumentException>(() => new Sgd<double>([a], 1, nesterov: true));
        Assert.Throws<ArgumentException>(() =>
            new Sgd<double>([a], 1, momentum: 0.9, dampening: 0.1, nesterov: true)
        );
        Assert.Throws<InvalidOperationException>(() => new Sgd<double>([a], 1).Momentum = 0.9);
        Assert.Throws<InvalidOperationException>(() => new RmsProp<double>([a]).Momentum = 0.9);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Sgd<double>([a], 1, momentum: 0.9, dampening: double.NaN)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam<double>([a], beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW<double>([a], beta2: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW<double>([a], epsilon: -1));
        var b = new Parameter<float>("b", Variable.Of(1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam<float>([b], beta2: 1 - 1e-9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp<double>([a], alpha: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Adagrad<double>([a], initialAccumulatorValue: -1)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ParameterGroup<double>([a], weightDecay: -1)
        );
    }

    [Fact]
    public void A_wrong_setting_is_refused_by_its_name_and_changes_nothing()
    {
        var group = new ParameterGroup<double>([Scalar("a", 1)]);
        var adam = new Adam<double>([group]);
        var sgd = new Sgd<double>([group], 1, momentum: 0.5);
        AssertRefused("LearningRate must be finite and ≥ 0", () => adam.LearningRate = -1);
        AssertRefused("WeightDecay must be finite and ≥ 0", () => adam.WeightDecay = -1);
        AssertRefused("Beta1 must lie in [0, 1)", () => adam.Beta1 = -1);
        AssertRefused("Momentum must be finite and ≥ 0", () => sgd.Momentum = -1);
        AssertRefused(
            "LearningRateFactor must be finite and ≥ 0",
            () => group.LearningRateFactor = -1
        );
        AssertRefused("WeightDecay must be finite and ≥ 0", () => group.WeightDecay = -1);
        Assert.Equal(
            (1e-3, 0, 0.9, 0.5),
            (adam.LearningRate, adam.WeightDecay, adam.Beta1, sgd.Momentum)
        );
        Assert.Equal((1, null), (group.LearningRateFactor, group.WeightDecay));

        static void AssertRefused(string message, Action set) =>
            Assert.StartsWith(
                message,
                Assert.Throws<ArgumentOutOfRangeException>("value", set).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_count_of_steps_below_0_is_refused()
    {
        var none = new Dictionary<string, Variable<double>>();
        Assert.Equal(0, new ParameterState<double>("a", 0, none).StepCount);
        Assert.Throws<ArgumentOutOfRangeException>(
            "stepCount",
            () => new ParameterState<double>("a", -1, none)
        );
    }

    [Fact]
    public void An_optimizer_of_ones_own_must_say_what_it_remembers() =>
        Assert.Throws<ArgumentNullException>(
            "stateNames",
            () => new Recorder([Scalar("a", 1)], stateNames: null!)
        );

    [Fact]
    public void The_least_hyper_parameters_are_allowed()
    {
        var a = Scalar("a", 1);
        var adam = new Adam<double>([a], learningRate: 0, beta1: 0, beta2: 0, epsilon: 0);
        Step(adam, a);
        Assert.Equal(1, a.Value.Item());
        adam.Restore(adam.SaveState());
        adam.LearningRate = 0.25;
        Step(adam, a); // without memory a step is the rate, against the sign of the gradient
        Assert.Equal(0.75, a.Value.Item());
    }

    [Fact]
    public void Without_momentum_nothing_is_remembered() =>
        Assert.Empty(new Sgd<double>([Scalar("a", 1)], 1).SaveState().Parameters[0].Arrays);

    [Fact]
    public void A_state_that_does_not_fit_is_refused_with_all_its_faults_and_changes_nothing()
    {
        var (a, b) = (Scalar("a", 1), Scalar("b", 1));
        var optimizer = new Adam<double>([a, b]);
        Step(optimizer, a, b);
        var before = optimizer.SaveState();
        var wrong = new OptimizerState<double>(
            "SGD",
            0.1,
            [
                new(
                    "a",
                    3,
                    new Dictionary<string, Variable<double>>
                    {
                        ["exp_avg"] = Variable.Of([1.0, 2.0]),
                        ["momentum_buffer"] = Variable.Of(1.0),
                    }
                ),
                new("c", 1, new Dictionary<string, Variable<double>>()),
            ]
        );
        var error = Assert.Throws<ArgumentException>(() => optimizer.Restore(wrong));
        Assert.Equal(
            "Adam.Restore: the state does not fit: it is the state of SGD; unexpected 'c'; "
                + "'a'.exp_avg has shape (2) instead of (); missing 'a'.exp_avg_sq; unexpected 'a'.momentum_buffer; missing 'b'. (Parameter 'state')",
            error.Message
        );
        var after = optimizer.SaveState();
        Assert.Equal(before.LearningRate, after.LearningRate);
        foreach (var (expected, actual) in before.Parameters.Zip(after.Parameters))
        {
            Assert.Equal(expected.StepCount, actual.StepCount);
            Assert.Equal(expected.Arrays["exp_avg"].ToArray(), actual.Arrays["exp_avg"].ToArray());
        }
    }
}
