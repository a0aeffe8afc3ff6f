using System.Numerics;

namespace TinyAutograd.Tests.Ops.Fused;

/// <summary>A recomputed function is the function itself, in less memory.</summary>
public class RecomputeTests
{
    private const int Depth = 24;
    private const int Width = 32;

    [Fact]
    public void Gradients_of_a_deep_model_are_the_same_to_the_bit()
    {
        SameBits<float>();
        SameBits<double>();

        static void SameBits<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var model = new DeepModel<T>();
            Assert.Equal(model.Gradients(isRecomputed: false), model.Gradients(isRecomputed: true));
        }
    }

    [Fact]
    public void Second_derivatives_are_the_same_up_to_the_order_of_sums()
    {
        var model = new DeepModel<double>();
        var (plain, recomputed) = (model.SecondOrder(false), model.SecondOrder(true));
        var largest = plain.Max(Math.Abs);
        Assert.All(
            plain.Zip(recomputed),
            pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-14 * largest)
        );
    }

    [Fact]
    public void The_peak_of_memory_falls_from_all_results_to_those_of_one_entry()
    {
        var kept = PeakBytes(isRecomputed: false);
        var recomputed = PeakBytes(isRecomputed: true);
        // Each layer keeps its hidden results of four times the width, and more: without them less than half is left.
        Assert.True(2 * recomputed < kept, $"{recomputed} of {kept} bytes");
    }

    [Fact]
    public void A_captured_variable_of_the_tape_receives_its_gradient()
    {
        using var tape = new Tape<double>();
        var w = Variable.Of(3.0);
        var scale = w * w;
        var y = Variable.Of(2.0).Recompute(x => x * scale);
        Assert.Equal(2 * 2 * 3.0, tape.Gradient(y, w).Item());
    }

    [Fact]
    public void What_gives_back_what_it_was_given_has_gradient_one()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0) * 1;
        var other = Variable.Of(5.0) * 1;
        Assert.Equal(1, tape.Gradient(x.Recompute(v => v), x).Item());
        Assert.Equal(1, tape.Gradient(x.Recompute(_ => other), other).Item());
        Assert.Equal(8, tape.Gradient(x.Recompute(v => v * x), x).Item() * 2);
    }

    [Fact]
    public void Between_both_computations_the_generator_may_be_used_and_stands_where_it_stood()
    {
        using var tape = new Tape<double>();
        var random = new RandomGenerator(7);
        var x = Variable.Ones<double>([100]);
        var y = x.Recompute(v => v.Dropout(0.5, random), random);
        random.NextUInt32();
        var position = random.State.Position;
        Assert.Equal(y.ToArray(), tape.Gradient(y.Sum(), x).ToArray());
        Assert.Equal(position, random.State.Position);
    }

    [Fact]
    public void Recomputed_functions_nest()
    {
        using var tape = new Tape<double>();
        var w = new Parameter<double>("w", Variable.Of(0.7));
        var x = Variable.Of(1.3);
        var plain = tape.Gradient(((x * w).Tanh() * w).Exp(), w).Item();
        var nested = x.Recompute(a => (a.Recompute(b => (b * w).Tanh()) * w).Exp());
        Assert.Equal(plain, tape.Gradient(nested, w).Item());
    }

    [Fact]
    public void The_same_random_numbers_are_drawn_again_and_the_generator_moves_on_once()
    {
        var (plain, replayed) = (new RandomGenerator(5), new RandomGenerator(5));
        var x = Variable.Normal<double>([4, 9], new RandomGenerator(1));
        Assert.Equal(
            Gradient(v => v.Dropout(0.5, plain).Square()),
            Gradient(v => v.Recompute(u => u.Dropout(0.5, replayed).Square(), replayed))
        );
        Assert.Equal(plain.State, replayed.State);

        double[] Gradient(Func<Variable<double>, Variable<double>> f)
        {
            using var tape = new Tape<double>();
            return tape.Gradient(f(x).Sum(), x).ToArray();
        }
    }

    [Fact]
    public void A_generator_that_was_not_named_is_found_out()
    {
        var random = new RandomGenerator(5);
        var x = Variable.Normal<double>([4, 9], random);
        using var tape = new Tape<double>();
        var y = x.Recompute(v => v.Dropout(0.5, random)).Sum();
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x));
        Assert.Equal(
            "Recompute: the function gave other numbers the second time (4, 9). If it draws random numbers, give its generator as 'random'; "
                + "what it reads must not change between the forward and the backward pass.",
            error.Message
        );
    }

    [Fact]
    public void A_parameter_that_was_updated_in_between_is_named()
    {
        var w = new Parameter<double>("w", Variable.Of(2.0));
        var x = Variable.Of(1.0);
        using var tape = new Tape<double>();
        var y = x.Recompute(v => v * w);
        w.Assign([3.0]);
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x));
        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_recorded_it_is_a_call()
    {
        var calls = 0;
        var y = Variable
            .Of(2.0)
            .Recompute(x =>
            {
                calls++;
                return x * x;
            });
        Assert.Equal((4.0, 1), (y.Item(), calls));
    }

    [Fact]
    public void Anomaly_detection_and_times_see_it_as_an_op()
    {
        using var anomalies = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x.Recompute(v => v.Log()).Recompute(v => v.Sqrt());
        Assert.Equal(1 / (2 * 2 * Math.Sqrt(Math.Log(2))), tape.Gradient(y, x).Item(), 15);
        Assert.Contains("recompute", tape.ToString(), StringComparison.Ordinal);
        Assert.Throws<AnomalyException>(() => Variable.Of(-1.0).Recompute(v => v.Log()));
    }

    private static long PeakBytes(bool isRecomputed)
    {
        // a thread of its own has an arena of its own
        var bytes = 0L;
        var thread = new Thread(() =>
        {
            new DeepModel<float>().Gradients(isRecomputed);
            bytes = Recorder<float>.Current.Arena.Bytes;
        });
        thread.Start();
        thread.Join();
        return bytes;
    }

    private sealed class DeepModel<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Mlp<T>[] layers =
        [
            .. Enumerable
                .Range(0, Depth)
                .Select(i => new Mlp<T>([Width, 4 * Width, Width], seed: i)),
        ];

        private readonly Variable<T> input = Variable.Normal<T>(
            [64, Width],
            new RandomGenerator(9)
        );

        private Parameter<T>[] Parameters => [.. layers.SelectMany(layer => layer.Parameters)];

        public T[] Gradients(bool isRecomputed)
        {
            using var tape = new Tape<T>();
            var gradients = tape.Gradients(Loss(isRecomputed), of: Parameters);
            return [.. gradients.SelectMany(gradient => gradient.ToArray())];
        }

        public T[] SecondOrder(bool isRecomputed)
        {
            using var outer = new Tape<T>();
            using var tape = new Tape<T>();
            var gradient = tape.Gradient(Loss(isRecomputed), of: Parameters[0].Value);
            return outer.Gradient(gradient.Square().Sum(), of: Parameters[2].Value).ToArray();
        }

        private Variable<T> Loss(bool isRecomputed)
        {
            var x = input;
            foreach (var layer in layers)
            {
                Variable<T> Residual(Variable<T> v) => v + layer.Forward(v);
                x = isRecomputed ? x.Recompute(Residual) : Residual(x);
            }
            return x.Square().Mean();
        }
    }
}
