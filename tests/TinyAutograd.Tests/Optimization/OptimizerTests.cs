namespace TinyAutograd.Tests.Optimization;

public partial class OptimizerTests
{
    [Fact]
    public void A_parameter_without_a_gradient_is_skipped_entirely()
    {
        var (a, b) = (Scalar("a", 1), Scalar("b", 1));
        var optimizer = new AdamW<double>([a, b], learningRate: 0.1, weightDecay: 0.5);
        Step(optimizer, a);
        Assert.Equal(1, b.Value.Item());
        Assert.NotEqual(1, a.Value.Item());
        Assert.Equal([1L, 0L], optimizer.SaveState().Parameters.Select(p => p.StepCount));
    }

    [Fact]
    public void The_rate_may_change_between_steps_and_a_group_multiplies_it()
    {
        var (a, b) = (Scalar("a", 0), Scalar("b", 0));
        var optimizer = new Sgd<double>(
            [
                new ParameterGroup<double>([a]),
                new ParameterGroup<double>([b], learningRateFactor: 0.5),
            ],
            1
        );
        StepWith(optimizer, 1, a, b);
        Assert.Equal((-1, -0.5), (a.Value.Item(), b.Value.Item()));
        optimizer.LearningRate = 0.1;
        StepWith(optimizer, 1, a, b);
        Assert.Equal((-1.1, -0.55), (a.Value.Item(), b.Value.Item()));
    }

    [Fact]
    public void A_snapshot_does_not_change_with_later_steps()
    {
        var a = Scalar("a", 1);
        var optimizer = new Sgd<double>([a], 0.1, momentum: 0.9);
        Step(optimizer, a);
        var state = optimizer.SaveState();
        var buffer = state.Parameters[0].Arrays["momentum_buffer"].Item();
        Step(optimizer, a);
        Assert.Equal(buffer, state.Parameters[0].Arrays["momentum_buffer"].Item());
    }

    [Fact]
    public void Pieces_of_a_long_parameter_are_updated_like_single_numbers()
    {
        const int Length = 1300; // two whole pieces of the kernel and a rest
        var start = Variable.Normal<double>([Length], new RandomGenerator(1));
        var gradient = Variable.Normal<double>([Length], new RandomGenerator(2));
        var makers = new Func<Parameter<double>, Optimizer<double>>[]
        {
            p => new Sgd<double>([p], 0.1, 0.9, weightDecay: 0.1, nesterov: true),
            p => new AdamW<double>([p], amsgrad: true),
            p => new RmsProp<double>([p], momentum: 0.9, centered: true),
            p => new Adagrad<double>([p], learningRateDecay: 0.1),
        };
        foreach (var make in makers)
        {
            var whole = Run(make, start, gradient);
            foreach (var i in new[] { 0, 511, 512, 1023, 1024, Length - 1 })
            {
                var single = Run(
                    make,
                    Variable.Of([start.AsSpan()[i]]),
                    Variable.Of([gradient.AsSpan()[i]])
                );
                Assert.Equal(single[0], whole[i], 1e-15);
            }
        }
    }

    [Fact]
    public void To_maximize_is_to_minimize_the_negative()
    {
        var start = Variable.Normal<double>([1300], new RandomGenerator(1));
        var gradient = Variable.Normal<double>([1300], new RandomGenerator(2));
        var makers = new Func<Parameter<double>, bool, Optimizer<double>>[]
        {
            (p, up) => new Sgd<double>([p], 0.1, 0.9, weightDecay: 0.1, maximize: up),
            (p, up) => new Adam<double>([p], weightDecay: 0.1, amsgrad: true, maximize: up),
            (p, up) => new AdamW<double>([p], maximize: up),
            (p, up) => new RmsProp<double>([p], weightDecay: 0.1, maximize: up),
            (p, up) => new Adagrad<double>([p], weightDecay: 0.1, maximize: up),
        };
        foreach (var make in makers)
        {
            Assert.Equal(
                Run(p => make(p, false), start, -gradient),
                Run(p => make(p, true), start, gradient)
            );
        }
    }

    [Fact]
    public void In_float_the_first_step_of_Adam_is_the_rate_whatever_the_gradient()
    {
        // m̂ = g and v̂ = g², so each number moves by lr·g/(|g| + ε): a correction that does not match the betas' rounding would show.
        var moved = Run<float>(
            p => new Adam<float>([p], 1e-3, beta2: 0.9999, epsilon: 0),
            Variable.Zeros<float>([3]),
            Variable.Of([1f, -0.01f, 100f]),
            steps: 1
        );
        Assert.All(moved, value => Assert.Equal(1e-3f, MathF.Abs(value), 1e-9f));
    }

    [Fact]
    public void RmsProp_centered_survives_a_gradient_that_never_changes()
    {
        var p = new Parameter<float>("p", Variable.Of([0f, 0f, 0f]));
        var optimizer = new RmsProp<float>([p], 1e-4, alpha: 0.5, centered: true);
        var gradient = Variable.Of([0.1f, 0.7f, 1.3f]);
        for (var step = 0; step < 200; step++)
        {
            using var tape = new Tape<float>();
            optimizer.Step(tape.Gradients((p * gradient).Sum(), of: [p]));
        }
        Assert.All(p.Value.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Float_agrees_with_double()
    {
        var makers = new (
            Func<Parameter<float>, Optimizer<float>>,
            Func<Parameter<double>, Optimizer<double>>
        )[]
        {
            (p => new Sgd<float>([p], 0.1, 0.9), p => new Sgd<double>([p], 0.1, 0.9)),
            (p => new AdamW<float>([p]), p => new AdamW<double>([p])),
            (p => new RmsProp<float>([p]), p => new RmsProp<double>([p])),
            (p => new Adagrad<float>([p]), p => new Adagrad<double>([p])),
        };
        foreach (var (single, wide) in makers)
        {
            var got = Run(single, Variable.Of([1f, -2f]), Variable.Of([0.5f, 0.25f]));
            var want = Run(wide, Variable.Of([1.0, -2.0]), Variable.Of([0.5, 0.25]));
            Assert.All(
                got.Zip(want),
                // 5 steps, fewer than 20 roundings each, of numbers up to 2
                pair => Assert.Equal(pair.Second, pair.First, 5 * 20 * 2 * 6e-8)
            );
        }
    }

    [Fact]
    public void A_step_allocates_no_buffers()
    {
        var p = new Parameter<float>("p", Variable.Ones<float>([64, 64]));
        var optimizer = new AdamW<float>([p]);
        for (var i = 0; i < 100; i++)
        {
            Repeat();
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int Steps = 100;
        for (var i = 0; i < Steps; i++)
        {
            Repeat();
        }
        var perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / Steps;
        Assert.InRange(perStep, 0, 4 * 1024); // one buffer alone would be 16 KB

        void Repeat()
        {
            using var tape = new Tape<float>();
            var gradients = tape.Gradients((p * p).Sum(), of: [p]);
            optimizer.Step(gradients.ClipByGlobalNorm(0.5));
        }
    }

    private sealed class SignDescent(Parameter<double> parameter)
        : Optimizer<double>([new([parameter])], learningRate: 0.25, weightDecay: 0, ["count"])
    {
        public override string Name => "SignDescent";

        protected override void Update(
            Span<double> values,
            ReadOnlySpan<double> gradient,
            UpdateContext<double> context
        )
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] -= context.LearningRate * Math.Sign(gradient[i]);
                context.State(0)[i]++;
            }
        }
    }

    [Fact]
    public void An_optimizer_of_ones_own_needs_a_name_and_an_update()
    {
        var a = Scalar("a", 1);
        var optimizer = new SignDescent(a);
        StepWith(optimizer, -3, a);
        StepWith(optimizer, 5, a);
        StepWith(optimizer, 5, a);
        Assert.Equal(0.75, a.Value.Item());
        Assert.Equal(3, optimizer.SaveState().Parameters[0].Arrays["count"].Item());
    }

    [Fact]
    public void An_update_that_is_not_by_element_gets_each_parameter_whole()
    {
        var lengths = new[] { 1, 5, 100_000 };
        var parameters = lengths
            .Select((length, i) => new Parameter<double>($"p{i}", Variable.Ones<double>([length])))
            .ToArray();
        var optimizer = new Recorder(parameters, stateNames: []);
        StepWith(optimizer, 1, parameters);
        Assert.Equal(lengths, optimizer.Lengths);
    }

    private sealed class Recorder(
        IReadOnlyList<Parameter<double>> parameters,
        IReadOnlyList<string> stateNames
    ) : Optimizer<double>([new ParameterGroup<double>(parameters)], 1, 0, stateNames)
    {
        public List<int> Lengths { get; } = [];

        public override string Name => "recorder";

        protected override void Update(
            Span<double> values,
            ReadOnlySpan<double> gradient,
            UpdateContext<double> context
        ) => Lengths.Add(values.Length);
    }

    private static T[] Run<T>(
        Func<Parameter<T>, Optimizer<T>> make,
        Variable<T> start,
        Variable<T> gradient,
        int steps = 5
    )
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var parameter = new Parameter<T>("p", start);
        var optimizer = make(parameter);
        for (var step = 0; step < steps; step++)
        {
            using var tape = new Tape<T>();
            optimizer.Step(tape.Gradients((parameter * gradient).Sum(), of: [parameter]));
        }
        return parameter.Value.ToArray();
    }

    private static Parameter<double> Scalar(string name, double value) =>
        new(name, Variable.Of(value));

    private static void Step(Optimizer<double> optimizer, params Parameter<double>[] parameters) =>
        StepWith(optimizer, 0.5, parameters);

    private static void StepWith(
        Optimizer<double> optimizer,
        double gradient,
        params Parameter<double>[] parameters
    )
    {
        using var tape = new Tape<double>();
        var loss = Variable.Of(0.0);
        foreach (var parameter in parameters.Distinct())
        {
            loss += (parameter * Variable.Of(gradient)).Sum();
        }
        optimizer.Step(tape.Gradients(loss, of: parameters));
    }
}
