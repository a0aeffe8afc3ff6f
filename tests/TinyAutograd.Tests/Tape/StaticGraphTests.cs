using FsCheck.Xunit;

namespace TinyAutograd.Tests.Tape;

/// <summary>What is traced once gives what the function itself would give now, and allocates nothing. Each op by itself: <c>Ops/Laws/StaticGraphLaws</c>.</summary>
public class StaticGraphTests
{
    private readonly Parameter<double> x = new("x", Variable.Of([1.0, 2, 3]));

    [Fact]
    public void A_run_takes_the_present_numbers_of_parameters()
    {
        var w = new Parameter<double>("w", Variable.Of([2.0, 2, 2]));
        var graph = new StaticGraph<double>(() => (x * w.Value).Sum());
        Assert.Equal([12], graph.Run());
        x.Assign([1, 0, 0]);
        Assert.Equal([2], graph.Run());
        w.Assign([-1, 5, 5]);
        Assert.Equal([-1], graph.Run());
        Assert.Equal(-1, graph.Result.Value.Item());
    }

    [Fact]
    public void Tracing_computes_nothing_and_a_run_only_what_the_result_needs()
    {
        var (counted, unneeded) = (new CountedOp(), new CountedOp());
        var graph = new StaticGraph<double>(() =>
        {
            unneeded.Apply(x);
            return counted.Apply(x) * 3.0;
        });
        Assert.Equal((0, 2), (counted.Calls, graph.OpCount));
        Assert.Equal([0, 0, 0], graph.Result.Value.ToArray());
        Assert.Equal([3, 6, 9], graph.Run());
        graph.Run();
        Assert.Equal((2, 0), (counted.Calls, unneeded.Calls));
        Assert.Equal("StaticGraph of 2 ops → (3)", graph.ToString());
    }

    [Fact]
    public void What_depends_on_constants_alone_is_computed_once()
    {
        var counted = new CountedOp();
        var graph = new StaticGraph<double>(() => counted.Apply(Variable.Of([1.0, 1, 1])) + x);
        using (new Workspace<double>())
        {
            // Memory that the trace gave back now holds other numbers.
            _ = Variable.Of([7.0, 7, 7]) * 2.0;
            Assert.Equal([2, 3, 4], graph.Run());
        }
        Assert.Equal([2, 3, 4], graph.Run());
        Assert.Equal((1, 1), (counted.Calls, graph.OpCount));
    }

    [Fact]
    public void Variables_of_a_tape_around_it_are_constants()
    {
        StaticGraph<double> graph;
        using (var tape = new Tape<double>())
        {
            var y = Variable.Of([1.0, 1, 1]) * 5.0;
            graph = new StaticGraph<double>(() => y + x);
            Assert.Single(tape.Entries);
        }
        Assert.Equal([6, 7, 8], graph.Run());
    }

    [Fact]
    public void Graphs_may_read_each_others_results_also_their_own_past()
    {
        var state = new Parameter<double>("state", [3]);
        var next = new StaticGraph<double>(() => state * 0.5 + x);
        var shown = new StaticGraph<double>(() => next.Result.Value.Sum());
        next.Run();
        Assert.Equal([6], shown.Run());
        state.Assign(next.Run());
        next.Run();
        Assert.Equal([9], shown.Run());
    }

    [Fact]
    public void Results_that_are_parameters_constants_or_views_follow_the_numbers()
    {
        var old = x.Value;
        var itself = new StaticGraph<double>(() => x);
        var before = new StaticGraph<double>(() => old);
        var view = new StaticGraph<double>(() => x.Value.Reshape([3, 1]));
        var constant = new StaticGraph<double>(() => Variable.Of(4.0) * 2.0);
        x.Assign([5, 6, 7]);
        Assert.Equal([5, 6, 7], itself.Run());
        Assert.Equal([5, 6, 7], before.Run());
        Assert.Equal([5, 6, 7], view.Run());
        Assert.Equal([3, 1], view.Result.Shape);
        Assert.Equal([8], constant.Run());
        Assert.Throws<InvalidOperationException>(() => old.ToArray());
    }

    [Fact]
    public void A_result_of_an_earlier_run_ends_with_the_next()
    {
        var graph = new StaticGraph<double>(() => x * 2.0);
        graph.Run();
        var first = graph.Result.Value;
        Assert.Equal([2, 4, 6], first.ToArray());
        graph.Run();
        Assert.Throws<InvalidOperationException>(() => first.ToArray());
    }

    [Fact]
    public void A_layer_with_recomputation_and_dropout_is_traced_as_it_was_drawn()
    {
        var layer = new Linear<double>(3, 4, new RandomGenerator(1));
        var graph = new StaticGraph<double>(() =>
            x.Value.Recompute(layer.Forward).Dropout(0.5, new RandomGenerator(2))
        );
        foreach (var numbers in new double[][] { [1, 2, 3], [-1, 0, 9] })
        {
            x.Assign(numbers);
            var expected = layer.Forward(x).Dropout(0.5, new RandomGenerator(2)).ToArray();
            Assert.Equal(expected, graph.Run());
        }
    }

    [Fact]
    public void A_function_with_a_gradient_of_its_own_is_traced()
    {
        var graph = new StaticGraph<double>(() =>
            CustomGradient.StraightThrough(x * 1.5, y => y.Round())
        );
        Assert.Equal([2, 3, 4], graph.Run());
        x.Assign([-1, 0.1, 9]);
        Assert.Equal([-2, 0, 14], graph.Run());
    }

    [Property(MaxTest = 200)]
    public void Random_programs_give_the_bits_of_the_function_itself(int seed)
    {
        var random = new RandomGenerator(seed);
        Parameter<double>[] inputs = [new("a", [2, 2]), new("b", [2, 2])];
        var program = Enumerable
            .Range(0, 1 + Next(24))
            .Select(_ => (Op: Next(7), A: Next(100), B: Next(100)))
            .ToArray();
        var graph = new StaticGraph<double>(() => Computed(program, inputs));
        for (var run = 0; run < 3; run++)
        {
            foreach (var input in inputs)
            {
                input.Assign(Variable.Uniform<double>([2, 2], random, -0.5, 0.5).AsSpan());
            }
            Assert.Equal(Computed(program, inputs).ToArray(), graph.Run());
        }

        int Next(int count) => random.NextInt32(count);
    }

    [Fact]
    public void Results_that_are_no_longer_read_make_room()
    {
        const int Length = 300_000;
        var long_ = new Parameter<double>("long", [Length]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = new StaticGraph<double>(() =>
        {
            var y = long_.Value;
            for (var i = 0; i < 100; i++)
            {
                y = y.Tanh();
            }
            return y;
        });
        // Two in turns, and the result.
        var blocks = (GC.GetAllocatedBytesForCurrentThread() - before) / (8.0 * Length);
        Assert.InRange(blocks, 3, 4);
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var (floats, mlp) = (new Parameter<float>("x", [4, 6]), new Mlp<float>([6, 8, 3], seed: 1));
        var graph = new StaticGraph<float>(() => mlp.Forward(floats).LogSoftmax());
        var allocated = long.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run();
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, allocated);

        void Run()
        {
            for (var i = 0; i < 100; i++)
            {
                floats.Update(i, static (numbers, i) => numbers.Fill(i));
                graph.Run();
            }
        }
    }

    [Fact]
    public void A_long_chain_of_views_is_no_deep_recursion()
    {
        var graph = new StaticGraph<double>(() =>
        {
            var y = x * 2.0;
            for (var i = 0; i < 20_000; i++)
            {
                y = y.Reshape(i % 2 == 0 ? [3, 1] : [3]);
            }
            return y;
        });
        Assert.Equal([2, 4, 6], graph.Run());
    }

    [Fact]
    public void Anomaly_detection_sees_the_ops_of_a_run()
    {
        var graph = new StaticGraph<double>(() => x.Value.Log());
        x.Assign([1, -1, 1]);
        using var detection = new AnomalyDetection<double>();
        var error = Assert.Throws<AnomalyException>(() =>
        {
            graph.Run();
        });
        Assert.Equal("log", error.Op);
    }

    private static Variable<double> Computed(
        (int Op, int A, int B)[] program,
        Parameter<double>[] inputs
    )
    {
        List<Variable<double>> known =
        [
            inputs[0],
            inputs[1],
            Variable.Of<double>([
                [1, 2],
                [3, 4],
            ]),
        ];
        foreach (var (op, i, j) in program)
        {
            var (a, b) = (known[i % known.Count], known[j % known.Count]);
            known.Add(
                op switch
                {
                    0 => a + b,
                    1 => a.Reshape([2, 2]),
                    2 => a.MatMul(b),
                    3 => a.Tanh(),
                    4 => a.LayerNorm(Variable.Ones<double>([2]), b.Mean(0)),
                    5 => a.Transpose(),
                    _ => a - b * 0.5,
                }
            );
        }
        return known[^1];
    }

    private sealed class CountedOp : UnaryOp<double>
    {
        public int Calls { get; private set; }

        public override string Name => "counted";

        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            Calls++;
            x.CopyTo(y);
        }

        public override Variable<double> Backward(
            Variable<double> x,
            Variable<double> y,
            Variable<double> dy
        ) => dy;
    }
}
