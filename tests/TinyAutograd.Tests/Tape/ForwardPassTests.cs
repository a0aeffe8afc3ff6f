namespace TinyAutograd.Tests.Tape;

/// <summary>The chain rule forwards, entry by entry. That its numbers are right is a law of the op table.</summary>
public class ForwardPassTests
{
    [Fact]
    public void One_op_alone_and_the_first_of_several_carry_the_direction()
    {
        using var tape = new Tape<double>();
        var (x, dx) = (Variable.Of(3.0), Variable.Of(1.0));
        var square = x * x;
        Assert.Equal(6.0, Push(tape, square, x, dx));
        Assert.Equal(27.0, Push(tape, square * x, x, dx));
        Assert.Equal(1.0, Push(tape, x, x, dx));
        Assert.Equal(0.0, Push(tape, square, Variable.Of(3.0), dx));
    }

    [Fact]
    public void A_result_of_an_outer_tape_does_not_move_on_an_inner_one()
    {
        using var outer = new Tape<double>();
        var (x, dx) = (Variable.Of(3.0), Variable.Of(1.0));
        var before = x * x;
        using var tape = new Tape<double>();
        var after = before * x;
        Assert.Equal(0.0, Push(tape, before, x, dx));
        Assert.Equal(9.0, Push(tape, after, x, dx));
        Assert.Equal(6.0, Push(outer, before, x, dx));
    }

    [Fact]
    public void Nothing_is_recorded_where_no_tape_listens()
    {
        using var tape = new Tape<double>();
        var (x, dx) = (Variable.Of(3.0), Variable.Of(1.0));
        var y = x.Exp();
        Push(tape, y, x, dx);
        Assert.Single(tape.Entries);
    }

    [Fact]
    public void Ops_off_the_path_are_left_out_though_they_move()
    {
        using var tape = new Tape<double>();
        var (x, dx) = (Variable.Of(2.5), Variable.Of(1.0));
        var steps = x.Floor();
        _ = steps * x;
        var y = x * x;
        Assert.Equal(5.0, Push(tape, y, x, dx));
        Assert.Equal(
            "Tangent: floor has no derivative and lies between what moves and the result. "
                + "Detach its input if the path is meant to be cut there.",
            Assert.Throws<InvalidOperationException>(() => Push(tape, steps, x, dx)).Message
        );
    }

    [Fact]
    public void A_rule_may_give_what_broadcasts_to_the_result()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2.0]);
        var y = new LabOp { Carry = static _ => Variable.Of(7.0) }.Apply(x);
        Assert.Equal([7.0, 7.0], ForwardPass.Push<double>(tape, y, [x], [x]).ToArray());
    }

    [Fact]
    public void What_has_no_elements_does_not_move()
    {
        using var tape = new Tape<double>();
        var x = Variable.Zeros<double>([0]);
        Assert.Equal(0.0, ForwardPass.Push<double>(tape, x.Mean(), [x], [x]).Item());
    }

    [Fact]
    public void The_derived_rule_moves_several_inputs()
    {
        using var tape = new Tape<double>();
        var (a, b) = (Variable.Of(2.0), Variable.Of(3.0));
        // The derivatives that this rule claims are 3 and 5, and both inputs move.
        var y = new LabOp(static (_, dy, dx) => (dx[0], dx[1]) = (dy * 3.0, dy * 5.0)).Apply(a, b);
        var moved = ForwardPass.Push<double>(
            tape,
            y,
            [a, b],
            [Variable.Of(10.0), Variable.Of(100.0)]
        );
        Assert.Equal(530.0, moved.Item());
    }

    private static double Push(
        Tape<double> tape,
        Variable<double> y,
        Variable<double> x,
        Variable<double> dx
    ) => ForwardPass.Push<double>(tape, y, [x], [dx]).Item();
}
