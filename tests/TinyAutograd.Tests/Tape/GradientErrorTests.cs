namespace TinyAutograd.Tests.Tape;

/// <summary>A gradient is never silently missing, and a wrong rule never silently used.</summary>
public class GradientErrorTests
{
    private static readonly LabOp Forgetful = new(static (_, dy, dx) => dx[0] = dy);

    [Fact]
    public void A_loss_with_several_elements_needs_an_upstream_gradient()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2.0]);
        var y = x * x;
        Assert.Contains(
            "(2)",
            Assert.Throws<ArgumentException>(() => tape.Gradient(y, x)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            [20.0, 400.0],
            tape.Gradient(y, x, upstream: Variable.Of([10.0, 100.0])).ToArray()
        );
        Assert.Throws<ArgumentException>(() => tape.Gradient(y, x, upstream: Variable.Of(1.0)));
    }

    [Fact]
    public void A_loss_computed_before_the_tape_opened_was_not_recorded()
    {
        var x = Variable.Of(2.0);
        var y = x * x;
        using var tape = new Tape<double>();
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x));
        Assert.Contains("not recorded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stale_entry_number_is_no_identity()
    {
        Variable<double> old;
        var x = Variable.Of(2.0);
        using (var first = new Tape<double>())
        {
            old = x.Reshape([1]); // entry 0; lives on, since it reads the memory of a constant
        }
        using var tape = new Tape<double>();
        var y = x * x; // entry 0 of another tape
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, old));
        Assert.Equal(2.0, old.Item());
    }

    [Fact]
    public void The_loss_itself_may_be_a_target()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        Assert.Equal(1.0, tape.Gradient(x, x).Item());
        var gradients = tape.Gradients(y, of: [y, x, y, x]);
        Assert.Equal([1.0, 4.0, 1.0, 4.0], gradients.Select(gradient => gradient.Item()));
    }

    [Fact]
    public void A_target_in_the_middle_and_one_beneath_it_receive_both()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        var z = y * y * x; // x⁵
        var gradients = tape.Gradients(z, of: [x, y]);
        Assert.Equal(80.0, gradients[x].Item());
        Assert.Equal(16.0, gradients[y].Item());
        Assert.Throws<KeyNotFoundException>(() => gradients[z]);
    }

    [Fact]
    public void A_rule_that_forgets_an_input_is_named()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = Forgetful.Apply(x, x);
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x));
        Assert.Contains("lab:", error.Message, StringComparison.Ordinal);
        Assert.Contains("input 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_with_a_shape_that_does_not_fit_is_named()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2.0, 3.0]);
        var y = new LabOp(static (_, _, dx) => dx[0] = Variable.Of([1.0, 2.0])).Apply(x);
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y.Sum(), x));
        Assert.Contains("lab:", error.Message, StringComparison.Ordinal);
        Assert.Contains("(2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_op_without_a_derivative_stops_the_gradient_only_if_it_lies_on_the_path()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.5);
        var step = new StepOp().Apply(x);
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(step * x, x));
        Assert.Contains("step (entry 0", error.Message, StringComparison.Ordinal);
        Assert.Equal(2.0, tape.Gradient(step.Detach() * x, x).Item());
        Assert.Equal(2.5, tape.Gradient(step * x, step).Item());
    }

    [Fact]
    public void After_an_error_the_tape_still_works()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var bad = Forgetful.Apply(x, x);
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(bad, x));
        Assert.Equal(4.0, tape.Gradient(x * x, x).Item());
    }

    [Fact]
    public void A_view_of_a_parameter_ends_with_its_revision()
    {
        var w = new Parameter<double>("w", Variable.Of([1.0, 2.0]));
        var view = w.Value.Reshape([2, 1]);
        w.Assign([3.0, 4.0]);
        Assert.Contains(
            "'w'",
            Assert.Throws<InvalidOperationException>(() => view.ToArray()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal([3.0, 4.0], w.Value.ToArray());
    }

    [Fact]
    public void A_parameter_updated_in_the_middle_of_the_path_is_refused()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var w = new Parameter<double>("w", Variable.Of(3.0));
        var loss = x * w;
        w.Assign([4.0]);
        Assert.Contains(
            "'w'",
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(loss, x)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_kernel_that_is_announced_and_not_there_is_named()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = new PromisingOp(keepsSlope: false).Apply(x);
        var error = Assert.Throws<NotSupportedException>(() => tape.Gradient(y, x));
        Assert.Equal("promising has no backward kernel.", error.Message);
        error = Assert.Throws<NotSupportedException>(() =>
            new PromisingOp(keepsSlope: true).Apply(x)
        );
        Assert.Equal("promising keeps no slope.", error.Message);
    }

    /// <summary>Says that it has a kernel, or a slope, and has none.</summary>
    private sealed class PromisingOp(bool keepsSlope) : UnaryOp<double>
    {
        public override string Name => "promising";

        protected override bool KeepsSlope => keepsSlope;

        protected override bool HasBackwardKernel => true;

        public override void Forward(ReadOnlySpan<double> x, Span<double> y) => x.CopyTo(y);

        public override Variable<double> Backward(
            Variable<double> x,
            Variable<double> y,
            Variable<double> dy
        ) => dy;
    }

    private sealed class StepOp : UnaryOp<double>
    {
        public override string Name => "step";

        public override bool IsDifferentiable => false;

        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = Math.Floor(x[i]);
            }
        }

        public override Variable<double> Backward(
            Variable<double> x,
            Variable<double> y,
            Variable<double> dy
        ) => throw new NotSupportedException();
    }
}
