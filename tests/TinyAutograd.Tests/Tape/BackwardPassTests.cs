namespace TinyAutograd.Tests.Tape;

/// <summary>What a backward pass promises to rules and kernels: memory, needs, and that one pass leaves nothing for the next.</summary>
public class BackwardPassTests
{
    private static readonly LabOp Copy = new(kernel: static (_, dy, dx) => dy.CopyTo(dx.Room(0)));

    [Fact]
    public void A_room_is_the_same_memory_each_time_it_is_asked_for()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2.0]);
        var y = new LabOp(
            kernel: static (_, dy, dx) =>
            {
                dx.Room(0)[0] = dy[0];
                dx.Room(0)[1] = dy[1];
            }
        ).Apply(x);
        Assert.Equal([3.0, 5.0], tape.Gradient(y, x, upstream: Variable.Of([3.0, 5.0])).ToArray());
    }

    [Fact]
    public void A_kernel_may_add_to_what_other_uses_gave_and_an_observer_sees_the_sum()
    {
        using var tape = new Tape<double>();
        using var observer = new Seen();
        var x = Variable.Of([1.0, 2.0]);
        var first = new LabOp(
            kernel: static (_, dy, dx) =>
            {
                Assert.True(dx.TryGetSum(0, out var sum));
                sum[1] += 10 * dy[1];
            }
        ).Apply(x);
        var loss = (first + x * x).Sum();
        Assert.Equal([2.0, 14.0], tape.Gradient(loss, x).ToArray());
        Assert.Equal("lab 0: (1, 1) → (2, 14)", observer.Lines[^1]);
    }

    [Fact]
    public void There_is_no_sum_for_an_input_that_needs_no_gradient_or_has_none_yet()
    {
        using var tape = new Tape<double>();
        var (x, c) = (Variable.Of(2.0), Variable.Of(3.0));
        var y = new LabOp(
            kernel: static (_, dy, dx) =>
            {
                Assert.False(dx.TryGetSum(0, out var none) || dx.TryGetSum(1, out none));
                Assert.True(none.IsEmpty);
                dy.CopyTo(dx.Room(0));
            }
        ).Apply(x, c);
        Assert.Equal(1.0, tape.Gradient(y, x).Item());
    }

    [Fact]
    public void A_kernel_that_forgets_an_input_is_named_even_after_one_that_added_in_place()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var forgetful = new LabOp(kernel: static (_, _, _) => { }).Apply(x);
        var adds = new LabOp(
            kernel: static (_, dy, dx) =>
            {
                Assert.True(dx.TryGetSum(0, out var sum));
                sum[0] += dy[0];
            }
        ).Apply(x);
        var loss = forgetful + adds + x * x;
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(loss, x));
        Assert.Equal(
            "lab: its backward rule set no gradient for input 0, which is needed.",
            error.Message
        );
    }

    [Fact]
    public void A_pass_that_failed_leaves_nothing_to_the_next()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var takesRoom = new LabOp(
            kernel: static (_, _, dx) =>
            {
                dx.Room(0).Fill(7);
                throw new TimeoutException();
            }
        ).Apply(x);
        Assert.Throws<TimeoutException>(() => tape.Gradient(takesRoom, x));
        var adds = new LabOp(
            kernel: static (_, _, dx) =>
            {
                Assert.True(dx.TryGetSum(0, out _));
                throw new TimeoutException();
            }
        ).Apply(x);
        Assert.Throws<TimeoutException>(() => tape.Gradient(adds + x * x, x));
        // Otherwise a sum would be claimed here that nobody added to, and there a room of one number would be too small.
        var forgetful = new LabOp(kernel: static (_, _, _) => { }).Apply(x);
        Assert.Contains(
            "set no gradient",
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(forgetful, x)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<TimeoutException>(() => tape.Gradient(takesRoom, x));
        var many = Variable.Zeros<double>([1000]);
        Assert.Equal(1.0, tape.Gradient(many.Exp().Sum(), many).ToArray()[999]);
    }

    [Fact]
    public void What_a_kernel_passes_on_is_not_recycled()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2.0, 3.0]);
        var y = new LabOp(kernel: static (_, _, dx) => dx[0] = dx.Upstream).Apply(x * x * x);
        var loss = Copy.Apply(y).Sum(); // whose kernel owns the memory that the one before passes on
        Assert.Equal([3.0, 12.0, 27.0], tape.Gradient(loss, x).ToArray());
    }

    [Fact]
    public void What_a_kernel_writes_is_added_to_what_a_rule_gave()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2.0]);
        var loss = (
            Copy.Apply(x) + new LabOp(static (_, dy, dx) => dx[0] = dy * 10.0).Apply(x)
        ).Sum();
        Assert.Equal([11.0, 11.0], tape.Gradient(loss, x).ToArray());
    }

    [Fact]
    public void A_target_in_the_middle_keeps_its_gradient_when_memory_is_used_again()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2.0]);
        var y = x * x;
        var gradients = tape.Gradients((y * y).Sum(), of: [y, x]);
        for (var i = 0; i < 10; i++)
        {
            _ = x * 100.0;
        }
        Assert.Equal([2.0, 8.0], gradients[y].ToArray());
        Assert.Equal([4.0, 32.0], gradients[x].ToArray());
    }

    [Fact]
    public void Gradients_in_the_middle_of_a_long_chain_share_their_memory()
    {
        // Of its own, so that no test before has left memory that would do.
        var grown = ScopeTests.OnOwnThread(() =>
        {
            using var tape = new Tape<double>();
            var x = Variable.Zeros<double>([100_000]);
            var y = x;
            for (var i = 0; i < 50; i++)
            {
                y = y.Exp();
            }
            var loss = y.Sum();
            var before = Recorder<double>.Current.Arena.Bytes;
            tape.Gradient(loss, x);
            return Recorder<double>.Current.Arena.Bytes - before;
        });
        Assert.InRange(grown, 1, 4 * 800_000);
    }

    [Fact]
    public void Inputs_that_lead_to_no_target_need_no_gradient_whatever_an_earlier_pass_wanted()
    {
        using var tape = new Tape<double>();
        var (x, c) = (Variable.Of(2.0), Variable.Of(3.0));
        var apart = c * c; // the first entry of the tape
        var needs = new List<bool>();
        var loss = new LabOp(
            (_, dy, dx) =>
            {
                needs.Add(dx.Needs(1));
                (dx[0], dx[1]) = (dy, dy * 5.0);
            }
        ).Apply(x, apart);
        tape.Gradients(loss, of: [x]);
        Assert.Equal(5.0, tape.Gradients(loss, of: [x, apart])[1].Item());
        tape.Gradients(loss, of: [x]);
        Assert.Equal([false, true, false], needs);
    }

    [Fact]
    public void A_rule_that_gives_an_ended_variable_or_none_is_stopped_there()
    {
        Variable<double> ended;
        using (new Tape<double>())
        {
            ended = Variable.Of(2.0) * 3.0;
        }
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var stale = new LabOp((_, _, dx) => dx[0] = ended).Apply(x);
        Assert.Throws<ObjectDisposedException>(() => tape.Gradient(stale, x));
        var nothing = new LabOp(static (_, _, dx) => dx[0] = null!).Apply(x);
        Assert.Equal(
            "value",
            Assert.Throws<ArgumentNullException>(() => tape.Gradient(nothing, x)).ParamName
        );
    }

    [Fact]
    public void A_backward_pass_that_nobody_records_adds_no_entries()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = new LabOp(static (_, dy, dx) => dx[0] = dy * 3.0).Apply(x);
        Assert.Equal(3.0, tape.Gradient(y, x).Item());
        Assert.Single(tape.Entries);
    }

    [Fact]
    public void An_op_of_more_inputs_than_any_before_is_recorded()
    {
        ScopeTests.OnOwnThread(() =>
        {
            using var tape = new Tape<double>();
            var x = Enumerable.Range(0, 1000).Select(i => Variable.Of([(double)i])).ToArray();
            var y = VariableOps.Cat(x);
            Assert.Equal(1000, tape.Entries[0].Inputs.Count);
            Assert.Equal(1.0, tape.Gradient(y.Sum(), x[999]).ToArray()[0]);
            return 0;
        });
    }

    /// <summary>Writes down which gradients a pass gave.</summary>
    private sealed class Seen : IOpObserver<double>, IDisposable
    {
        public Seen() => Recorder<double>.Current.Observer = this;

        public string Name => "test";

        public List<string> Lines { get; } = [];

        public void Computed(
            Op<double> op,
            ReadOnlySpan<Variable<double>> inputs,
            Variable<double> y,
            long begin
        ) { }

        public void Differentiated(
            int entry,
            int input,
            Variable<double> dy,
            Variable<double> dx
        ) =>
            Lines.Add(
                $"{Recorder<double>.Current.Entries[entry].Op} {input}: ({string.Join(", ", dy.ToArray())}) → ({string.Join(", ", dx.ToArray())})"
            );

        public void Dispose() => Recorder<double>.Current.Observer = null;
    }
}
