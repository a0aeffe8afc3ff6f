namespace TinyAutograd.Tests.Ops;

public class CustomGradientTests
{
    private static readonly Variable<double> X = Variable.Of([-1.5, 0.25, 2.0]);

    private static readonly Func<Variable<double>, Variable<double>> Cube =
        CustomGradient.Of<double>(x => x * x * x, (x, _, dy) => 3.0 * x * x * dy);

    [Fact]
    public void A_right_rule_passes_the_check_in_both_orders() =>
        GradientCheck.Of(x => Cube(x), at: X).ThrowIfFailed();

    [Fact]
    public void A_wrong_rule_is_used_and_caught_by_the_check()
    {
        var wrong = CustomGradient.Of<double>(x => x * x, (x, _, dy) => x * dy);
        Assert.Equal(X.ToArray(), Differentiate.Gradient(x => wrong(x).Sum(), X).ToArray());
        Assert.False(GradientCheck.Of(x => wrong(x), at: X).Passed);
    }

    [Fact]
    public void A_function_of_two_inputs_has_a_rule_for_each_even_where_they_are_one()
    {
        var product = CustomGradient.Of<double>(
            x => x[0] * x[1],
            (x, _, dy) => [x[1] * dy, x[0] * dy]
        );
        var at = new[] { X, Variable.Of([2.0, 3.0, -1.0]) };
        GradientCheck.Of(x => product(x), at).ThrowIfFailed();
        Assert.Equal([-3, 0.5, 4], Differentiate.Gradient(x => product([x, x]).Sum(), X).ToArray());
    }

    [Fact]
    public void A_call_is_one_entry_and_carries_directions_forward()
    {
        using (var tape = new Tape<double>())
        {
            var y = Cube(X);
            Assert.Equal("customGradient", Assert.Single(tape.Entries).Op.Name);
            Assert.Equal([-3.375, 0.015625, 8], y.ToArray());
        }
        var v = Variable.Of([1.0, 2.0, -1.0]);
        Assert.Equal([6.75, 0.375, -12], Differentiate.JacobianVectorProduct(Cube, X, v).ToArray());
    }

    [Fact]
    public void A_rule_that_does_not_give_a_gradient_for_each_input_is_refused()
    {
        const string None =
            "CustomGradient: the rule gave 0 gradients for 1 inputs; there must be one per input.";
        Says(None, (_, _, _) => []);
        Says(None, (_, _, _) => null!);
        Says(
            "CustomGradient: the rule gave 2 gradients for 1 inputs; there must be one per input.",
            (_, _, dy) => [dy, dy]
        );
        Says(
            "CustomGradient: the rule gave null for input 0, whose gradient is needed.",
            (_, _, _) => [null!]
        );

        static void Says(
            string message,
            Func<
                IReadOnlyList<Variable<double>>,
                Variable<double>,
                Variable<double>,
                IReadOnlyList<Variable<double>>
            > rule
        )
        {
            var f = CustomGradient.Of<double>(x => x[0], rule);
            var thrown = Assert.Throws<InvalidOperationException>(() =>
                Differentiate.Gradient(x => f([x]).Sum(), X)
            );
            Assert.Equal(message, thrown.Message);
        }
    }

    [Fact]
    public void Null_for_an_input_whose_gradient_is_not_needed_is_taken()
    {
        var f = CustomGradient.Of<double>(x => x[0] * x[1], (x, _, dy) => [x[1] * dy, null!]);
        using var tape = new Tape<double>();
        Assert.Equal(
            [2.0, 2, 2],
            tape.Gradient(f([X, Variable.Full([3], 2.0)]).Sum(), X).ToArray()
        );
    }

    [Fact]
    public void A_function_needs_an_input_and_gives_a_result_of_the_promised_shape()
    {
        var f = CustomGradient.Of<double>(_ => null!, (_, _, _) => []);
        Says("CustomGradient: there is no input. (Parameter 'inputs')", () => f([]));
        Says("CustomGradient: the function gave null.", () => f([X]));
        Says("CustomGradient: the function gave null.", () => X.StraightThrough(_ => null!));
        Says(
            "StraightThrough: the function made () of (3); it must keep the shape.",
            () => X.StraightThrough(x => x.Sum())
        );

        static void Says(string message, Func<object> call) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void Straight_through_rounds_and_passes_the_gradient_on()
    {
        var (value, gradient) = Differentiate.ValueAndGradient(
            x => (x.StraightThrough(z => z.Round()) * Variable.Of([1.0, 2.0, 3.0])).Sum(),
            X
        );
        Assert.Equal(-2 + 0 + 6, value.Item());
        Assert.Equal([1.0, 2, 3], gradient.ToArray());
    }

    [Fact]
    public void A_hook_sees_the_whole_gradient_once_and_may_change_it()
    {
        var seen = new List<double[]>();
        var gradient = Differentiate.Gradient(
            x =>
            {
                var y = x.OnGradient(dy =>
                {
                    seen.Add(dy.ToArray());
                    return dy.Clamp(-2.0, 2.0);
                });
                return (y * y).Sum() + y.Sum(); // 2x + 1
            },
            X
        );
        Assert.Equal([-2.0, 1.5, 5], Assert.Single(seen));
        Assert.Equal([-2.0, 1.5, 2], gradient.ToArray());
    }

    [Fact]
    public void A_hook_leaves_values_and_directions_alone_and_must_keep_the_shape()
    {
        Variable<double> Hooked(Variable<double> x) => x.OnGradient(dy => dy.Sum());
        using (var tape = new Tape<double>())
        {
            Assert.Equal(X.ToArray(), Hooked(X).ToArray());
            Assert.Equal("onGradient", Assert.Single(tape.Entries).Op.Name);
        }
        Assert.Equal(X.ToArray(), Differentiate.JacobianVectorProduct(Hooked, X, X).ToArray());
        Says("()", Hooked);
        Says("null", x => x.OnGradient(_ => null!));

        static void Says(string given, Func<Variable<double>, Variable<double>> hooked) =>
            Assert.Equal(
                $"OnGradient: the hook gave {given} for a gradient (3); it must keep the shape.",
                Assert
                    .Throws<InvalidOperationException>(() =>
                        Differentiate.Gradient(x => hooked(x).Sum(), X)
                    )
                    .Message
            );
    }
}
