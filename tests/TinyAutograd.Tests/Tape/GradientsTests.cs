namespace TinyAutograd.Tests.Tape;

/// <summary>The answer of a tape: one gradient per target, found by number, variable or parameter.</summary>
public class GradientsTests
{
    [Fact]
    public void Gradients_are_found_by_number_and_by_parameter_and_name_what_is_missing()
    {
        using var tape = new Tape<double>();
        var (v, w, u) = (Of("v", 2.0), Of("w", 3.0), Of("u", 5.0));
        Parameter<double>[] parameters = [v, w];
        var gradients = tape.Gradients(v * w, of: parameters);
        Assert.Same(parameters, gradients.Parameters);
        Assert.Equal([3.0, 2.0], [gradients[v].Item(), gradients[w].Item()]);
        Assert.Equal([3.0, 2.0], [gradients[0].Item(), gradients[1].Item()]);
        Assert.Equal(
            "Parameter 'u' is not among the 2 targets of these gradients.",
            Assert.Throws<KeyNotFoundException>(() => gradients[u]).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => gradients[2]);
        Assert.Empty(tape.Gradients(v * w, of: [v.Value]).Parameters);
    }

    [Fact]
    public void Map_changes_each_gradient_and_refuses_another_shape()
    {
        using var tape = new Tape<double>();
        var (v, w) = (Of("v", 2.0), Of("w", 3.0));
        var gradients = tape.Gradients(v * w, of: [v, w]);
        var mapped = gradients.Map((i, gradient) => gradient * (10.0 + i));
        Assert.Equal([30.0, 22.0], mapped.Select(gradient => gradient.Item()));
        Assert.Equal(22.0, mapped[w].Item());
        Assert.Equal(
            "Gradients.Map: gradient 1 changed its shape from () to (1).",
            Assert
                .Throws<ArgumentException>(() =>
                    gradients.Map((i, gradient) => i == 0 ? gradient : gradient.Reshape([1]))
                )
                .Message
        );
        Assert.Equal(
            "Gradients.Map: gradient 0 became null.",
            Assert.Throws<ArgumentException>(() => gradients.Map((_, _) => null!)).Message
        );
    }

    [Fact]
    public void What_is_missing_or_null_is_named()
    {
        using var tape = new Tape<double>();
        var (x, c) = (Variable.Of(2.0), Variable.Of([1.0, 2.0]));
        var y = x * x;
        const string Remedy =
            " does not influence the loss on this tape. Was it used, and used while the tape was open? "
            + "Say unreached: Unreached.Zero if a gradient of zero is meant.";
        Assert.Equal(
            "Gradient: the target (constant (2))" + Remedy,
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, c)).Message
        );
        Assert.Equal(
            "Gradient: target 1 (constant (2))" + Remedy,
            Assert.Throws<InvalidOperationException>(() => tape.Gradients(y, of: [x, c])).Message
        );
        AssertNull("loss", () => tape.Gradient(null!, x));
        AssertNull("of", () => tape.Gradient(y, null!));
        AssertNull("of", () => tape.Gradients(y, (Variable<double>[])null!));
        AssertNull("of", () => tape.Gradients(y, (Parameter<double>[])null!));
        AssertNull("of", () => tape.Gradients(y, of: [x, null!]));
        AssertNull("of", () => tape.Gradients(y, of: new Parameter<double>[] { null! }));

        static void AssertNull(string name, Action call) =>
            Assert.Equal(name, Assert.Throws<ArgumentNullException>(call).ParamName);
    }

    [Fact]
    public void An_ended_gradient_says_that_it_is_one()
    {
        Variable<double> gradient;
        Variable<double> ones;
        using (var tape = new Tape<double>())
        {
            var x = Variable.Of([1.0, 2.0]);
            var loss = new LabOp(kernel: static (_, dy, dx) => dy.CopyTo(dx.Room(0)))
                .Apply(x)
                .Sum();
            gradient = tape.Gradient(loss, x);
            ones = tape.Gradient(loss, loss);
        }
        Assert.Equal("gradient (2) (ended)", gradient.ToString());
        Assert.Equal("ones () (ended)", ones.ToString());
    }

    [Fact]
    public void An_updated_parameter_is_refused_whether_it_is_the_target_or_lies_on_the_path()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of(2.0);
        _ = x * x; // an entry before the tape in question
        using var tape = new Tape<double>();
        var w = Of("w", 3.0);
        var loss = x + w; // whose rule reads no numbers
        w.Assign([4.0]);
        Assert.Contains(
            "'w' (): parameter 'w' was updated after this variable was taken from it",
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(loss, x)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Gradient: parameter 'w' () was updated after entry 0 (add) was recorded. "
                + "Take gradients before the update, on a tape of its own.",
            Assert.Throws<InvalidOperationException>(() => tape.Gradients(loss, of: [w])).Message
        );
    }

    [Fact]
    public void An_op_without_derivative_is_named_by_its_place_on_this_tape()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of(2.5);
        _ = x * x;
        using var tape = new Tape<double>();
        var y = x.Floor();
        Assert.Equal(
            "Gradient: floor (entry 0 of the tape) has no derivative and lies between a target and the loss. "
                + "Detach its input if the path is meant to be cut there.",
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x)).Message
        );
    }

    [Fact]
    public void Entries_say_what_they_read()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of([1.0, 2.0]);
        var before = x * x;
        using var tape = new Tape<double>();
        var w = Of("w", 3.0);
        var y = before * w;
        _ = y.Sum();
        Assert.Equal(
            ["#0 multiply ← multiply (2), 'w' () → (2)", "#1 sum(axes: all) ← #0 (2) → ()"],
            tape.Entries.Select(entry => entry.ToString())
        );
        Assert.Equal([null, 0], [tape.Entries[0].Source(0), tape.Entries[1].Source(0)]);
    }

    private static Parameter<double> Of(string name, double value) => new(name, Variable.Of(value));
}
