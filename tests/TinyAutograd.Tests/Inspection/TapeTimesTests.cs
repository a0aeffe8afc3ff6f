using System.Diagnostics;

namespace TinyAutograd.Tests.Inspection;

public class TapeTimesTests
{
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(1);

    /// <summary>Every look at this clock takes a millisecond, so times count readings.</summary>
    private sealed class CountingClock : TimeProvider
    {
        private long readings = 1_000_000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => readings++;
    }

    /// <summary>Twice x, with a backward rule in public ops and no kernel.</summary>
    private sealed class TwiceOp : Op<double>
    {
        public override string Name => "twice";

        public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => inputs[0].Shape;

        public override void Forward(
            ReadOnlySpan<Variable<double>> inputs,
            Span<double> y,
            Span<double> saved
        )
        {
            for (var i = 0; i < y.Length; i++)
            {
                y[i] =
                    inputs[0].AsSpan()[i] < 0
                        ? throw new InvalidDataException("negative")
                        : 2 * inputs[0].AsSpan()[i];
            }
        }

        public override void Backward(
            OpCall<double> call,
            Variable<double> dy,
            GradientSink<double> dx
        ) => dx[0] = dy * 2.0;
    }

    [Fact]
    public void Entries_on_the_path_have_both_times_and_others_only_the_first()
    {
        var (x, w) = (Variable.Of([1.0, 2]), Variable.Of([3.0, 4]));
        using var tape = new Tape<double>();
        using var times = new TapeTimes<double>(tape, new CountingClock());
        var product = x * w; // 0
        var aside = w.Exp(); // 1: the loss does not depend on it
        var constant = w.Tanh(); // 2: the loss depends on it, but it does not depend on x
        var sum = (product + constant).Sum(); // 3, 4
        var after = sum.Exp(); // 5: after the loss
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(Reading, times.Forward(i)));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(TimeSpan.Zero, times.Backward(i)));
        tape.Gradient(sum, x);
        Assert.Equal(
            ["multiply", "exp", "tanh", "add", "sum", "exp"],
            tape.Entries.Select(e => e.Op.Name)
        );
        Assert.All(new[] { 0, 3, 4 }, i => Assert.True(times.Backward(i) >= Reading));
        Assert.All(new[] { 1, 2, 5 }, i => Assert.Equal(TimeSpan.Zero, times.Backward(i)));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(Reading, times.Forward(i)));
        GC.KeepAlive((aside, after));
    }

    [Fact]
    public void A_second_pass_adds_to_the_backward_times()
    {
        var x = Variable.Of(0.5);
        using var tape = new Tape<double>();
        using var times = new TapeTimes<double>(tape, new CountingClock());
        var y = x.Exp();
        tape.Gradient(y, x);
        var once = times.Backward(0);
        tape.Gradient(y, x);
        Assert.Equal(2 * once, times.Backward(0));
        Assert.Equal(Reading, times.Forward(0));
    }

    [Fact]
    public void A_rule_in_ops_is_measured_whole_and_leaves_no_entry()
    {
        var x = Variable.Of(0.5);
        using var tape = new Tape<double>();
        using var times = new TapeTimes<double>(tape, new CountingClock());
        var y = new TwiceOp().Apply(x);
        tape.Gradient(y, x);
        // begin and end of the rule, begin and end of the product in it: three steps of the clock
        Assert.Equal(3 * Reading, times.Backward(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Forward(1));
    }

    [Fact]
    public void What_a_rule_records_on_the_measured_tape_is_measured()
    {
        var x = Variable.Of([0.5, -0.25]);
        using var outer = new Tape<double>();
        using var times = new TapeTimes<double>(outer, new CountingClock());
        var inner = new Tape<double>();
        var y = x.Gelu().Sum();
        var slope = inner.Gradient(y, x);
        inner.Dispose();
        var count = outer.Entries.Count;
        Assert.True(count > 4); // Gelu's composition and its gradient
        Assert.All(Enumerable.Range(0, count), i => Assert.True(times.Forward(i) >= Reading));
        // Gelu and sum were visited. What passes within Gelu's rule visited is part of its time, not counted twice.
        Assert.All(new[] { 0, 1 }, i => Assert.True(times.Backward(i) > TimeSpan.Zero));
        Assert.All(
            Enumerable.Range(2, count - 2),
            i => Assert.Equal(TimeSpan.Zero, times.Backward(i))
        );
        outer.Gradient(slope.Sum(), x);
        Assert.Contains(Enumerable.Range(2, count - 2), i => times.Backward(i) > TimeSpan.Zero);
    }

    [Fact]
    public void Entries_are_numbered_as_on_the_tape_also_within_another()
    {
        var x = Variable.Of(0.5);
        using var outer = new Tape<double>();
        var before = x.Exp().Log();
        using var tape = new Tape<double>();
        var early = before.Tanh(); // 0, before measurement
        using var times = new TapeTimes<double>(tape, new CountingClock());
        var late = early.Exp(); // 1
        using (new Workspace<double>())
        {
            _ = late.Exp(); // not recorded
            using var other = new Tape<double>();
            _ = late.Exp(); // on another tape
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Forward(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Backward(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Forward(-1));
        tape.Gradient(late, before);
        Assert.Equal((TimeSpan.Zero, Reading), (times.Forward(0), times.Forward(1)));
        Assert.True(times.Backward(0) > TimeSpan.Zero && times.Backward(1) > TimeSpan.Zero);
    }

    [Fact]
    public void An_op_that_throws_leaves_no_trace()
    {
        using var tape = new Tape<double>();
        using var times = new TapeTimes<double>(tape, new CountingClock());
        Assert.Throws<InvalidDataException>(() => new TwiceOp().Apply(Variable.Of(-1.0)));
        Assert.Throws<ArgumentException>(() => Variable.Of([1.0, 2]) + Variable.Of([1.0, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Forward(0));
        _ = Variable.Of(1.0).Exp();
        Assert.Equal(Reading, times.Forward(0));
    }

    [Fact]
    public void The_times_stay_when_measurement_and_tape_are_closed()
    {
        var x = Variable.Of(0.5);
        var tape = new Tape<double>();
        var times = new TapeTimes<double>(tape, new CountingClock());
        _ = x.Exp();
        times.Dispose();
        times.Dispose();
        _ = x.Exp(); // no longer measured
        tape.Dispose();
        Assert.Equal(Reading, times.Forward(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Forward(1));
    }

    [Fact]
    public void Nothing_is_measured_after_the_tape_is_closed()
    {
        var tape = new Tape<double>();
        using var times = new TapeTimes<double>(tape, new CountingClock());
        tape.Dispose();
        using var next = new Tape<double>();
        next.Gradient(Variable.Of(0.5).Exp(), next.Entries[0].Inputs[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => times.Forward(0));
    }

    [Fact]
    public void By_the_real_clock_the_times_fit_into_the_time_that_passed()
    {
        var random = new RandomGenerator(1);
        var model = new Mlp<float>([20, 50, 50, 1], seed: 1);
        var x = Initializers.Normal<float>(1)([100, 20], random);
        var watch = Stopwatch.StartNew();
        using var tape = new Tape<float>();
        using var times = new TapeTimes<float>(tape);
        var loss = model.Forward(x).Square().Mean();
        tape.Gradients(loss, of: model.Parameters);
        var passed = watch.Elapsed;
        var entries = tape.Entries;
        Assert.All(entries, entry => Assert.True(times.Forward(entry.Number) >= TimeSpan.Zero));
        var sum = entries.Aggregate(
            TimeSpan.Zero,
            (sum, entry) => sum + times.Forward(entry.Number) + times.Backward(entry.Number)
        );
        Assert.InRange(sum, TimeSpan.FromTicks(1), passed);
    }

    [Fact]
    public void Measured_and_unmeasured_steps_give_the_same_bits_and_the_same_tape()
    {
        var (plain, measured) = (Step(isMeasured: false), Step(isMeasured: true));
        Assert.Equal(plain.Tape, measured.Tape);
        Assert.Equal(plain.Bits, measured.Bits);

        static (string Tape, long[] Bits) Step(bool isMeasured)
        {
            var model = new Mlp<double>([3, 8, 2], seed: 5);
            var x = Initializers.Normal<double>(1)([4, 3], new RandomGenerator(2));
            using var tape = new Tape<double>();
            using var times = isMeasured ? new TapeTimes<double>(tape) : null;
            var loss = model.Forward(x).Softmax().Square().Sum();
            var gradients = tape.Gradients(loss, of: model.Parameters);
            return (
                tape.ToString(),
                [
                    .. Enumerable
                        .Range(0, gradients.Count)
                        .SelectMany(i => gradients[i].ToArray())
                        .Append(loss.Item())
                        .Select(BitConverter.DoubleToInt64Bits),
                ]
            );
        }
    }

    [Fact]
    public void One_observer_at_a_time()
    {
        using var tape = new Tape<double>();
        using (new TapeTimes<double>(tape))
        {
            Assert.Contains(
                "AnomalyDetection cannot be opened while TapeTimes is open",
                Assert
                    .Throws<InvalidOperationException>(() => new AnomalyDetection<double>())
                    .Message,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "TapeTimes cannot be opened while TapeTimes is open",
                Assert.Throws<InvalidOperationException>(() => new TapeTimes<double>(tape)).Message,
                StringComparison.Ordinal
            );
            using var other = new Tape<float>();
            using var single = new TapeTimes<float>(other); // the other element type has its own tapes
            _ = Variable.Of(1.0).Exp();
        }
        using (new AnomalyDetection<double>())
        {
            Assert.Contains(
                "TapeTimes cannot be opened while AnomalyDetection is open",
                Assert.Throws<InvalidOperationException>(() => new TapeTimes<double>(tape)).Message,
                StringComparison.Ordinal
            );
        }
        using var again = new TapeTimes<double>(tape);
        Assert.Equal(TimeSpan.Zero, again.Forward(0));
    }

    [Fact]
    public void Misuse_is_named()
    {
        Assert.Throws<ArgumentNullException>(() => new TapeTimes<double>(null!));
        var closed = new Tape<double>();
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new TapeTimes<double>(closed));

        using var tape = new Tape<double>();
        using var times = new TapeTimes<double>(tape);
        Exception?[] errors = [null, null];
        var thread = new Thread(() =>
        {
            errors[0] = Record.Exception(times.Dispose);
            errors[1] = Record.Exception(() => new TapeTimes<double>(tape));
        });
        thread.Start();
        thread.Join();
        Assert.All(errors, error => Assert.IsType<InvalidOperationException>(error));
        _ = Variable.Of(1.0).Exp();
        Assert.Equal(TimeSpan.Zero, times.Backward(0)); // still measuring
    }
}
