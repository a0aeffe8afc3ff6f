namespace TinyAutograd.Tests.Modules;

/// <summary>Batch and group normalization as layers.</summary>
public class BatchNormTests
{
    private const double Tolerance = 1e-13; // fewer than 100 roundings of numbers of the size of 1
    private static readonly GradientCheckOptions Few = new() { ElementLimit = 8, Directions = 1 };

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0)]
    [InlineData(null)]
    public void Running_values_follow_the_batches_as_in_a_naive_loop(double? momentum)
    {
        const int Batches = 5;
        var layer = new BatchNorm<double>(2, momentum: momentum);
        var (means, variances) = (new double[2], new[] { 1.0, 1.0 });
        for (var batch = 1; batch <= Batches; batch++)
        {
            var x = Variable.Normal<double>([3, 2, 4], new RandomGenerator(batch), 2, 3);
            layer.Forward(x);
            var share = momentum ?? 1.0 / batch;
            for (var channel = 0; channel < 2; channel++)
            {
                var values = new List<double>();
                for (var image = 0; image < 3; image++)
                {
                    for (var i = 0; i < 4; i++)
                    {
                        values.Add(x.ToArray()[(image * 2 + channel) * 4 + i]);
                    }
                }
                var mean = values.Sum() / 12;
                var unbiased = values.Sum(value => (value - mean) * (value - mean)) / 11;
                means[channel] = (1 - share) * means[channel] + share * mean;
                variances[channel] = (1 - share) * variances[channel] + share * unbiased;
            }
        }
        AssertClose(means, layer.RunningMean.Value);
        AssertClose(variances, layer.RunningVariance.Value);
        Assert.Equal(Batches, layer.BatchCount.Value.Item());
    }

    [Theory]
    [InlineData("batch_norm")]
    [InlineData("batch_norm_mean")]
    public void Training_and_evaluation_are_those_of_PyTorch(string name)
    {
        var layer =
            name == "batch_norm"
                ? new BatchNorm<double>(3, epsilon: 1e-3, momentum: 0.3)
                : new BatchNorm<double>(3, momentum: null);
        // from the beginning, over the first batch
        var training = new ModuleVector(name);
        layer.Forward(training["first"]);
        var first = layer.RunningVariance.Value;
        training.Check(layer, ["x"], x => new() { ["y"] = layer.Forward(x[0]) });
        training.CheckBuffers(layer);
        Assert.NotEqual(first.ToArray(), layer.RunningVariance.Value.ToArray());
        layer.Evaluate();
        new ModuleVector($"{name}_evaluated").Check(
            layer,
            ["x"],
            x => new() { ["y"] = layer.Forward(x[0]) }
        );
    }

    [Theory]
    [InlineData(new[] { 6, 3 })]
    [InlineData(new[] { 4, 3, 5 })]
    [InlineData(new[] { 4, 3, 2, 5 })]
    [InlineData(new[] { 2, 3, 2, 2, 3 })]
    public void A_channel_of_a_batch_has_mean_0_and_variance_1(int[] sizes)
    {
        var layer = new BatchNorm<double>(3, epsilon: 0, isAffine: false);
        Assert.Empty(layer.Parameters);
        var y = layer.Forward(Normal(1, sizes) * 4.0 + 7.0);
        var planes = y.Reshape([sizes[0], 3, -1]);
        AssertClose(new double[3], planes.Mean([0, 2]));
        AssertClose([1, 1, 1], planes.Var([0, 2], correction: 0));
    }

    [Fact]
    public void In_evaluation_an_example_does_not_depend_on_its_batch_and_nothing_changes()
    {
        var layer = Trained();
        var before = layer.ExportParameters();
        var x = Normal(7, 4, 3, 5);
        var all = layer.Forward(x);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(all[i].ToArray(), layer.Forward(x[i..(i + 1)]).ToArray());
        }
        Assert.All(
            layer.ExportParameters(),
            pair => Assert.Equal(before[pair.Key].ToArray(), pair.Value.ToArray())
        );
        layer.Train();
        Assert.NotEqual(all[0].ToArray(), layer.Forward(x)[0].ToArray());
    }

    [Fact]
    public void In_evaluation_running_values_normalize()
    {
        var layer = Trained();
        var x = Normal(7, 4, 3, 5);
        var y = layer.Forward(x).ToArray();
        var (weight, bias) = (layer.Weight!.Value.ToArray(), layer.Bias!.Value.ToArray());
        var (mean, variance) = (
            layer.RunningMean.Value.ToArray(),
            layer.RunningVariance.Value.ToArray()
        );
        for (var i = 0; i < x.Length; i++)
        {
            var c = i / 5 % 3;
            var z = (x.ToArray()[i] - mean[c]) / Math.Sqrt(variance[c] + 1e-5);
            Assert.Equal(z * weight[c] + bias[c], y[i], Tolerance);
        }
    }

    [Fact]
    public void Running_values_leave_no_trace_on_the_tape()
    {
        var layer = new BatchNorm<double>(3);
        using var tape = new Tape<double>();
        layer.Forward(Normal(1, 4, 3));
        Assert.Equal(["batchNorm"], tape.Entries.Select(entry => entry.Op.Name));
    }

    [Fact]
    public void A_saved_layer_comes_back_bit_for_bit_with_its_running_values()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var saved = new Sequential<float>(new BatchNorm<float>(3));
            for (var batch = 0; batch < 3; batch++)
            {
                saved.Forward(Variable.Normal<float>([4, 3, 5], new RandomGenerator(batch), 1, 2));
            }
            saved.Save(path);
            var loaded = new Sequential<float>(new BatchNorm<float>(3));
            loaded.Load(path);
            saved.Evaluate();
            loaded.Evaluate();
            var x = Variable.Normal<float>([4, 3, 5], new RandomGenerator(9));
            Assert.Equal(saved.Forward(x).ToArray(), loaded.Forward(x).ToArray());
            Assert.Equal(3, loaded.NamedBuffers[2].Value.Value.Item());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_number_of_batches_stored_as_an_integer_is_loaded_and_a_mean_is_not()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var layer = new BatchNorm<float>(2);
            var mean = SafetensorsTensor.Of("running_mean", Variable.Of([5f, 6f]));
            SafetensorsTensor[] rest =
            [
                SafetensorsTensor.Of("weight", Variable.Of([1f, 2f])),
                SafetensorsTensor.Of("running_var", Variable.Of([7f, 8f])),
                SafetensorsTensor.Of("num_batches_tracked", Indices.Scalar(41)),
            ];
            Safetensors.Save(
                path,
                [.. rest, mean, SafetensorsTensor.Of("bias", Variable.Of([3f, 4f]))]
            );
            layer.Load(path);
            Assert.Equal(41, layer.BatchCount.Value.Item());
            Assert.Equal([5f, 6f], layer.RunningMean.Value.ToArray());
            Safetensors.Save(
                path,
                [.. rest, mean, SafetensorsTensor.Of("bias", Indices.Of([3, 4], [2]))]
            );
            Assert.Throws<InvalidDataException>(() => layer.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Group_normalization_is_that_of_PyTorch_and_the_same_in_both_modes()
    {
        var vector = new ModuleVector("group_norm");
        var layer = new GroupNorm<double>(2, 6, epsilon: 1e-3);
        vector.Check(layer, ["x"], x => new() { ["y"] = layer.Forward(x[0]) });
        var trained = layer.Forward(vector["x"]).ToArray();
        layer.Evaluate();
        Assert.Equal(trained, layer.Forward(vector["x"]).ToArray());
        Assert.Empty(new GroupNorm<double>(2, 6, isAffine: false).Parameters);
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        var layer = new BatchNorm<double>(3);
        layer.Weight!.Assign([0.5, 2, -1]);
        var x = Normal(1, 3, 3, 2);
        GradientCheck.Of(x => layer.Forward(x), x, Few).ThrowIfFailed();
        GradientCheck.Of(() => layer.Forward(x), layer, Few).ThrowIfFailed();
        layer.Evaluate();
        GradientCheck.Of(x => layer.Forward(x), x, Few).ThrowIfFailed();
        GradientCheck.Of(() => layer.Forward(x), layer, Few).ThrowIfFailed();
        var group = new GroupNorm<double>(3, 3);
        GradientCheck.Of(x => group.Forward(x), x, Few).ThrowIfFailed();
        GradientCheck.Of(() => group.Forward(x), group, Few).ThrowIfFailed();
    }

    [Fact]
    public void Misfits_are_refused_and_leave_the_running_values_alone()
    {
        var layer = new BatchNorm<double>(3);
        AssertRefused(
            "x (4, 2) must be (N, C, …) with C = 3",
            () => layer.Forward(Normal(1, 4, 2))
        );
        AssertRefused("x (3)", () => layer.Forward(Normal(1, 3)));
        AssertRefused("at least 2", () => layer.Forward(Normal(1, 1, 3)));
        AssertRefused("at least 2", () => layer.Forward(Normal(1, 0, 3, 4)));
        Assert.Equal(0, layer.BatchCount.Value.Item());
        layer.Evaluate();
        Assert.Equal(Shape.Of(1, 3), layer.Forward(Normal(1, 1, 3)).Shape);
        AssertRefused("[0, 1]", () => new BatchNorm<float>(3, momentum: 1.5));
        AssertRefused("[0, 1]", () => new BatchNorm<float>(3, momentum: double.NaN));
        AssertRefused("eps", () => new BatchNorm<float>(3, epsilon: -1));
        AssertRefused("channelCount", () => new BatchNorm<float>(0));
        AssertRefused("4 channels", () => new GroupNorm<float>(3, 4));
        AssertRefused("groupCount", () => new GroupNorm<float>(0, 4));
        AssertRefused(
            "C = 4",
            () => new GroupNorm<double>(2, 4).Forward(Variable.Ones<double>([2, 6]))
        );
    }

    private static BatchNorm<double> Trained()
    {
        var layer = new BatchNorm<double>(3);
        layer.Weight!.Assign([0.5, 2, -1]);
        layer.Bias!.Assign([1, -1, 0.25]);
        layer.Forward(Normal(1, 4, 3, 5) * 3.0 + 1.0);
        layer.Evaluate();
        return layer;
    }

    private static Variable<double> Normal(long seed, params int[] sizes) =>
        Variable.Normal<double>(Shape.Of(sizes), new RandomGenerator(seed));

    private static void AssertClose(double[] want, Variable<double> got)
    {
        Assert.Equal(want.Length, got.Length);
        Assert.All(
            want.Zip(got.ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, Tolerance)
        );
    }

    private static void AssertRefused(string part, Func<object> call) =>
        Assert.Contains(
            part,
            Assert.ThrowsAny<ArgumentException>(call).Message,
            StringComparison.Ordinal
        );
}
