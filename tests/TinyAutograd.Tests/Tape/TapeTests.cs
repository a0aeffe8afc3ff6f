namespace TinyAutograd.Tests.Tape;

public class TapeTests
{
    [Fact]
    public void Gradient_of_a_product_is_the_other_factor()
    {
        using var tape = new Tape<double>();
        var a = Variable.Of([2.0, 3.0]);
        var b = Variable.Of([5.0, 7.0]);
        var loss = (a * b).Sum();
        Assert.Equal([5.0, 7.0], tape.Gradient(loss, a).ToArray());
        Assert.Equal([2.0, 3.0], tape.Gradient(loss, b).ToArray());
    }

    [Fact]
    public void A_variable_used_twice_receives_both_gradients()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(3.0);
        Assert.Equal(6.0, tape.Gradient(x * x, x).Item());
        Assert.Equal(7.0, tape.Gradient(x * x + x, x).Item());
    }

    [Fact]
    public void A_second_tape_around_the_first_gives_the_second_derivative()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of(3.0);
        Variable<double> first;
        using (var inner = new Tape<double>())
        {
            first = inner.Keep(inner.Gradient(x * x * x, x));
        }
        Assert.Equal(27.0, first.Item());
        Assert.Equal(18.0, outer.Gradient(first, x).Item());
    }

    [Fact]
    public void Broadcast_inputs_receive_sums()
    {
        using var tape = new Tape<double>();
        var a = Variable.Of<double>([
            [1, 2, 3],
            [4, 5, 6],
        ]);
        var b = Variable.Of<double>([10, 20, 30]);
        var loss = (a * b).Sum();
        Assert.Equal([5.0, 7.0, 9.0], tape.Gradient(loss, b).ToArray());
        Assert.Equal([10.0, 20.0, 30.0, 10.0, 20.0, 30.0], tape.Gradient(loss, a).ToArray());
    }

    [Theory]
    [InlineData(2_000_000_001)]
    [InlineData(-1)] // what a product beyond 32 bits may look like
    public void An_op_that_wants_to_save_too_much_is_named_and_works_without_a_tape(int length)
    {
        var op = new LabOp { Saves = length };
        Assert.Equal(3, op.Apply(Variable.Of(3.0)).Item());
        using var tape = new Tape<double>();
        var error = Assert.Throws<ArgumentException>(() => op.Apply(Variable.Of(3.0)));
        Assert.Equal(
            "lab: its gradient needs more than 2,000,000,000 numbers to be saved. Use smaller inputs, or compute it outside of a tape.",
            error.Message
        );
        Assert.Empty(tape.Entries);
    }

    [Fact]
    public void Ten_thousand_ops_in_a_chain_need_no_stack()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(1.0);
        var y = x;
        for (var i = 0; i < 10_000; i++)
        {
            y = y + x;
        }
        Assert.Equal(10_001.0, tape.Gradient(y, x).Item());
    }

    [Fact]
    public void A_variable_of_a_closed_tape_refuses_to_be_read_and_names_its_op()
    {
        Variable<double> y;
        using (var tape = new Tape<double>())
        {
            var x = Variable.Of(1.0);
            y = x * x;
        }
        var error = Assert.Throws<ObjectDisposedException>(() => y.Item());
        Assert.Contains("multiply", error.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => y + y);
    }

    [Fact]
    public void A_kept_variable_survives_its_tape()
    {
        Variable<double> kept;
        using (var tape = new Tape<double>())
        {
            kept = tape.Keep(Variable.Of(2.0) * 3.0);
        }
        Assert.Equal(6.0, kept.Item());
    }

    [Fact]
    public void A_target_that_does_not_influence_the_loss_is_named()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(1.0);
        var unused = new Parameter<double>("unused", Variable.Of(1.0));
        var error = Assert.Throws<InvalidOperationException>(() =>
            tape.Gradients(x * x, of: [unused])
        );
        Assert.Contains("'unused'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0.0, tape.Gradients(x * x, of: [unused], unreached: Unreached.Zero)[0].Item());
    }

    [Fact]
    public void A_parameter_that_was_updated_after_it_was_recorded_is_named()
    {
        using var tape = new Tape<double>();
        var w = new Parameter<double>("w", Variable.Of(1.0));
        var loss = w * w;
        w.Assign([2.0]);
        Assert.Contains(
            "'w'",
            Assert.Throws<InvalidOperationException>(() => tape.Gradients(loss, of: [w])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_repeated_training_step_allocates_no_buffers()
    {
        var x = Variable.Normal<float>([64, 64], new RandomGenerator(1));
        var w = new Parameter<float>("w", Variable.Normal<float>([64, 64], new RandomGenerator(2)));
        for (var i = 0; i < 200; i++)
        {
            Step();
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int Steps = 100;
        for (var i = 0; i < Steps; i++)
        {
            Step();
        }
        var perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / Steps;
        Assert.InRange(perStep, 0, 4 * 1024); // one buffer alone would be 16 KB

        void Step()
        {
            using var tape = new Tape<float>();
            var loss = ((x * w) * (x * w)).Sum();
            tape.Gradients(loss, of: [w]);
        }
    }

    [Fact]
    public void The_tape_prints_as_a_table()
    {
        using var tape = new Tape<double>();
        var w = new Parameter<double>("w", Variable.Of([1.0, 2.0]));
        _ = (w * w).Sum();
        Assert.Equal(
            """
            #  op              inputs            shape
            0  multiply        'w' (2), 'w' (2)  (2)
            1  sum(axes: all)  #0 (2)            ()

            """,
            tape.ToString()
        );
    }

    [Fact]
    public void A_workspace_in_the_middle_of_a_step_records_nothing_and_frees_its_memory()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        Variable<double> inside;
        Variable<double> kept;
        using (var workspace = new Workspace<double>())
        {
            inside = y * 10.0;
            kept = workspace.Keep(y * 100.0);
        }
        Assert.Throws<ObjectDisposedException>(() => inside.Item());
        Assert.Equal(400.0, kept.Item());
        Assert.Single(tape.Entries);
        Assert.Equal(4.0, tape.Gradient(y, x).Item());
    }
}
