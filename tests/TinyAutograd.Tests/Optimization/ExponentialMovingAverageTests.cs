namespace TinyAutograd.Tests.Optimization;

public class ExponentialMovingAverageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public void After_n_updates_it_is_the_sum_with_powers_of_the_decay(double decay)
    {
        const int Steps = 30;
        var model = new Mlp<double>([3, 4, 2], seed: 1);
        var average = new ExponentialMovingAverage<double>(model, decay);
        var history = new List<double[]> { Flat(model.ExportParameters()) };
        var random = new RandomGenerator(2);
        for (var step = 0; step < Steps; step++)
        {
            Perturb(model, random);
            average.Update();
            history.Add(Flat(model.ExportParameters()));
        }
        var actual = Flat(average.ExportAverages());
        for (var i = 0; i < actual.Length; i++)
        {
            // dⁿ·p₀ + (1 − d)·Σ dⁿ⁻ᵏ·pₖ
            var expected = Math.Pow(decay, Steps) * history[0][i];
            for (var k = 1; k <= Steps; k++)
            {
                expected += (1 - decay) * Math.Pow(decay, Steps - k) * history[k][i];
            }
            // each update rounds three numbers that are at most twice the largest, and so does the formula
            var largest = history.Max(values => Math.Abs(values[i]));
            Assert.Equal(expected, actual[i], 2 * Steps * 3 * 2 * largest * Math.Pow(2, -53));
        }
    }

    [Fact]
    public void A_module_that_does_not_change_is_its_own_average_bit_for_bit()
    {
        var model = new Mlp<float>([3, 4, 2], seed: 1);
        var average = new ExponentialMovingAverage<float>(model, 0.9);
        for (var step = 0; step < 10; step++)
        {
            average.Update();
        }
        Assert.Equal(Bits(model.ExportParameters()), Bits(average.ExportAverages()));
    }

    [Fact]
    public void Saved_to_a_file_and_loaded_it_goes_on_with_the_same_bits()
    {
        var path = Path.Combine(
            Directory.CreateTempSubdirectory("averages-").FullName,
            "averages.safetensors"
        );
        try
        {
            var (whole, resumed) = (Start(), Start());
            Run(whole, from: 0, to: 10);
            Run(resumed, from: 0, to: 5);
            Safetensors.Save(
                path,
                resumed.Average.ExportAverages().Select(a => SafetensorsTensor.Of(a.Key, a.Value))
            );
            var model = Model();
            model.LoadParameters(resumed.Model.ExportParameters());
            var average = new ExponentialMovingAverage<float>(model, 0.9);
            average.LoadAverages(
                Safetensors
                    .Load(path)
                    .Tensors.ToDictionary(t => t.Name, t => t.ReadVariable<float>())
            );
            Run((model, average), from: 5, to: 10);
            Assert.Equal(Bits(whole.Average.ExportAverages()), Bits(average.ExportAverages()));

            // the file is a module's as well
            var copy = Model();
            copy.Load(path);
            Assert.NotEqual(Bits(model.ExportParameters()), Bits(copy.ExportParameters()));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void Applied_it_stands_in_the_module_and_restored_the_parameters_are_as_before()
    {
        var (model, average) = Start();
        Run((model, average), from: 0, to: 5);
        var (parameters, averages) = (
            Bits(model.ExportParameters()),
            Bits(average.ExportAverages())
        );
        Assert.NotEqual(parameters, averages);
        average.Apply();
        Assert.True(average.IsApplied);
        Assert.Equal(averages, Bits(model.ExportParameters()));
        AssertRefused("Apply", average.Apply);
        AssertRefused("Update", average.Update);
        AssertRefused("LoadAverages", () => average.LoadAverages(average.ExportAverages()));
        average.Restore();
        Assert.Equal(parameters, Bits(model.ExportParameters()));
        Assert.Throws<InvalidOperationException>(average.Restore);

        static void AssertRefused(string method, Action call) =>
            Assert.Equal(
                $"ExponentialMovingAverage.{method}: the averages stand in place of the parameters. Call Restore first.",
                Assert.Throws<InvalidOperationException>(call).Message
            );
    }

    [Fact]
    public void Buffers_are_exported_as_they_are_and_left_alone_when_averages_are_loaded()
    {
        var layer = new BatchNorm<float>(2);
        var average = new ExponentialMovingAverage<float>(layer, 0.9);
        layer.RunningMean.Assign(Variable.Of([1f, 2f]));
        average.Update();
        var exported = average.ExportAverages();
        Assert.Equal(layer.ExportParameters().Keys, exported.Keys);
        Assert.Equal([1f, 2f], exported["running_mean"].ToArray());
        layer.RunningMean.Assign(Variable.Of([3f, 4f]));
        average.LoadAverages(exported);
        Assert.Equal([3f, 4f], layer.RunningMean.Value.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_changes_nothing()
    {
        var (_, average) = Start();
        var before = Bits(average.ExportAverages());
        var error = Assert.Throws<ArgumentException>(() =>
            average.LoadAverages(new Dictionary<string, Variable<float>>())
        );
        Assert.StartsWith(
            "ExponentialMovingAverage.LoadAverages: ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("4 missing: '0.weight' (4, 3)", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits(average.ExportAverages()));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(0.99999999)] // 1 as a float
    [InlineData(double.NaN)]
    public void A_decay_outside_0_to_1_is_refused(double decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ExponentialMovingAverage<float>(Model(), decay)
        );

    private static Mlp<float> Model() => new([3, 4, 2], seed: 1);

    private static (Mlp<float> Model, ExponentialMovingAverage<float> Average) Start()
    {
        var model = Model();
        return (model, new ExponentialMovingAverage<float>(model, 0.9));
    }

    private static void Run(
        (Mlp<float> Model, ExponentialMovingAverage<float> Average) run,
        int from,
        int to
    )
    {
        for (var step = from; step < to; step++)
        {
            Perturb(run.Model, new RandomGenerator(step));
            run.Average.Update();
        }
    }

    private static void Perturb<T>(Module<T> model, RandomGenerator random)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        foreach (var parameter in model.Parameters)
        {
            parameter.Assign(
                (parameter.Value + Variable.Normal<T>(parameter.Shape, random)).AsSpan()
            );
        }
    }

    private static double[] Flat(IReadOnlyDictionary<string, Variable<double>> values) =>
        [.. values.Values.SelectMany(value => value.ToArray())];

    private static int[] Bits(IReadOnlyDictionary<string, Variable<float>> values) =>
        [
            .. values
                .Values.SelectMany(value => value.ToArray())
                .Select(BitConverter.SingleToInt32Bits),
        ];
}
