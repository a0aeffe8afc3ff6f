using TinyAutograd.Kernels;
using TinyAutograd.Tests.Kernels;

namespace TinyAutograd.Tests.Optimization;

/// <summary>A step in one sweep over all parameters does what single updates do.</summary>
[Collection(nameof(WorkerPoolCollection))]
public sealed class SweepTests : IDisposable
{
    // Around the size of a piece, and much larger; one without elements.
    private static readonly int[] Lengths = [1, 0, 4095, 4096, 4097, 3, 50_000, 31];

    private readonly int degree = WorkerPool.Degree;

    public void Dispose() => WorkerPool.Degree = degree;

    /// <summary>A running count per element, and steps that depend on it.</summary>
    private sealed class Counting(IReadOnlyList<Parameter<double>> parameters, bool isElementwise)
        : Optimizer<double>([new(parameters)], learningRate: 0.25, weightDecay: 0, ["count"])
    {
        private int longest;

        public int Longest => longest;

        public override string Name => "Counting";

        protected override bool IsElementwise => isElementwise;

        protected override void Update(
            Span<double> values,
            ReadOnlySpan<double> gradient,
            UpdateContext<double> context
        )
        {
            InterlockedMax(ref longest, values.Length);
            var count = context.State(0);
            Assert.Equal(values.Length, count.Length);
            for (var i = 0; i < values.Length; i++)
            {
                count[i]++;
                values[i] -= context.LearningRate * gradient[i] / count[i];
            }
        }

        private static void InterlockedMax(ref int target, int value)
        {
            for (var seen = Volatile.Read(ref target); seen < value; )
            {
                seen = Interlocked.CompareExchange(ref target, value, seen);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Pieces_on_any_number_of_threads_give_the_bits_of_whole_parameters(int threads)
    {
        WorkerPool.Degree = threads;
        var (whole, pieces) = (Parameters(), Parameters());
        var (one, other) = (new Counting(whole, false), new Counting(pieces, true));
        for (var step = 0; step < 3; step++)
        {
            Step(one, whole);
            Step(other, pieces);
        }

        Assert.Equal(Numbers(whole), Numbers(pieces));
        Assert.Equal(State(one), State(other));
        Assert.Equal(Lengths.Max(), one.Longest);
        Assert.InRange(other.Longest, 1, 4096);
    }

    [Theory]
    [InlineData("Sgd")]
    [InlineData("RmsProp")]
    [InlineData("Adagrad")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    public void Every_optimizer_gives_the_same_bits_on_1_2_and_4_threads(string name)
    {
        double[] After(int threads)
        {
            WorkerPool.Degree = threads;
            var parameters = Parameters();
            Optimizer<double> optimizer = name switch
            {
                "Sgd" => new Sgd<double>(parameters, 0.1, momentum: 0.9, nesterov: true),
                "RmsProp" => new RmsProp<double>(
                    parameters,
                    0.1,
                    weightDecay: 0.1,
                    momentum: 0.9,
                    centered: true
                ),
                "Adagrad" => new Adagrad<double>(parameters, 0.1, weightDecay: 0.1),
                "Adam" => new Adam<double>(parameters, 0.1, weightDecay: 0.1, amsgrad: true),
                _ => new AdamW<double>(parameters, 0.1, maximize: true),
            };
            Step(optimizer, parameters);
            Step(optimizer, parameters);
            return [.. Numbers(parameters), .. State(optimizer)];
        }

        var serial = After(1);
        Assert.Equal(serial, After(2));
        Assert.Equal(serial, After(4));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(double.PositiveInfinity)]
    public void The_global_norm_has_the_same_bits_on_1_2_and_4_threads(double type)
    {
        double After(int threads)
        {
            WorkerPool.Degree = threads;
            var parameters = Parameters();
            using var tape = new Tape<double>();
            return tape.Gradients(SumOfSquares(parameters), of: parameters).GlobalNorm(type);
        }

        var serial = After(1);
        var all = Numbers(Parameters()).Select(x => 2 * Math.Abs(x)).ToArray();
        var expected = double.IsFinite(type)
            ? Math.Pow(all.Sum(x => Math.Pow(x, type)), 1 / type)
            : all.Max();
        Assert.Equal(expected, serial, expected * 1e-13); // 58,000 terms of one sign, added in another order
        Assert.Equal(serial, After(2));
        Assert.Equal(serial, After(4));
    }

    [Fact]
    public void A_parameter_whose_update_throws_ends_its_revision_all_the_same()
    {
        var parameters = Parameters();
        var before = parameters[0].Value;
        var optimizer = new Throwing(parameters);

        Assert.Throws<NotFiniteNumberException>(() => Step(optimizer, parameters));

        Assert.Throws<InvalidOperationException>(() => before.AsSpan().Length);
    }

    private sealed class Throwing(IReadOnlyList<Parameter<double>> parameters)
        : Optimizer<double>([new(parameters)], learningRate: 0.25, weightDecay: 0, [])
    {
        public override string Name => "Throwing";

        protected override bool IsElementwise => true;

        protected override void Update(
            Span<double> values,
            ReadOnlySpan<double> gradient,
            UpdateContext<double> context
        ) => throw new NotFiniteNumberException();
    }

    private static Parameter<double>[] Parameters()
    {
        var random = new RandomGenerator(7);
        return
        [
            .. Lengths.Select(length => new Parameter<double>(
                $"p{length}",
                Variable.Normal<double>([length], random)
            )),
        ];
    }

    private static void Step(Optimizer<double> optimizer, Parameter<double>[] parameters)
    {
        using var tape = new Tape<double>();
        optimizer.Step(tape.Gradients(SumOfSquares(parameters), of: parameters));
    }

    private static Variable<double> SumOfSquares(Parameter<double>[] parameters)
    {
        var sum = Variable.Of(0.0);
        foreach (var parameter in parameters)
        {
            sum += parameter.Value.Square().Sum();
        }
        return sum;
    }

    private static double[] Numbers(Parameter<double>[] parameters) =>
        [.. parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static double[] State(Optimizer<double> optimizer) =>
        [
            .. optimizer
                .SaveState()
                .Parameters.SelectMany(state =>
                    state.Arrays.Values.SelectMany(array => array.ToArray())
                ),
        ];
}
