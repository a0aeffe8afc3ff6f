namespace TinyAutograd.Tests.Modules;

/// <summary>Numbers that a module keeps, and that nobody trains.</summary>
public class BufferTests
{
    /// <summary>Counts what it sees.</summary>
    private sealed class Counter : Layer<double>
    {
        public Counter()
        {
            Weight = AddParameter("weight", Variable.Of([1.0, 2.0]));
            Seen = AddBuffer("seen", Variable.Zeros<double>([2]));
        }

        public Parameter<double> Weight { get; }

        public Buffer<double> Seen { get; }

        public Buffer<double> Add(string name) => AddBuffer(name, Variable.Of(1.0));

        public override Variable<double> Forward(Variable<double> x)
        {
            if (IsTraining)
            {
                Seen.Assign(Seen.Value + x);
            }
            return x * Weight + Seen.Value;
        }
    }

    [Fact]
    public void Buffers_are_named_by_their_path_and_counted_apart_from_parameters()
    {
        var counter = new Counter();
        var model = new Sequential<double>(new Counter(), counter, counter);
        Assert.Equal(["0.seen", "1.seen"], model.NamedBuffers.Select(pair => pair.Key));
        Assert.Equal("1.seen", counter.Seen.Name);
        Assert.Equal("seen", counter.NamedBuffers.Single().Key);
        Assert.Equal(4, model.BufferCount);
        Assert.Equal(4, model.ParameterCount);
        Assert.Equal(["0.weight", "1.weight"], model.NamedParameters.Select(pair => pair.Key));
        Assert.Equal("1.late", counter.Add("late").Name);
        Assert.Equal(5, model.BufferCount);
    }

    [Theory]
    [InlineData("weight")]
    [InlineData("seen")]
    [InlineData("seen.deep")]
    [InlineData("a b")]
    public void Names_that_are_taken_or_not_well_formed_are_refused(string name)
    {
        var counter = new Counter();
        Assert.Throws<ArgumentException>(() => counter.Add(name));
        Assert.Single(counter.NamedBuffers);
    }

    [Fact]
    public void Buffers_change_in_training_only()
    {
        var counter = new Counter();
        var x = Variable.Of([3.0, 4.0]);
        counter.Forward(x);
        counter.Forward(x);
        counter.Evaluate();
        Assert.Equal([9.0, 16.0], counter.Forward(x).ToArray());
        Assert.Equal([6.0, 8.0], counter.Seen.Value.ToArray());
    }

    [Fact]
    public void An_old_value_stays_what_it_was_also_on_a_tape()
    {
        var counter = new Counter();
        var old = counter.Seen.Value;
        using var tape = new Tape<double>();
        var first = counter.Forward(Variable.Of([3.0, 4.0]));
        counter.Forward(Variable.Of([1.0, 1.0]));
        Assert.Equal([0.0, 0.0], old.ToArray());
        Assert.Equal([6.0, 12.0], first.ToArray());
        Assert.Equal([3.0, 4.0], tape.Gradients(first.Sum(), of: counter.Parameters)[0].ToArray());
    }

    [Fact]
    public void A_value_outlives_the_tape_that_it_was_computed_under()
    {
        var counter = new Counter();
        using (var tape = new Tape<double>())
        {
            counter.Forward(Variable.Of([3.0, 4.0]) * 2.0);
        }
        Assert.Equal([6.0, 8.0], counter.Seen.Value.ToArray());
    }

    [Fact]
    public void Another_shape_is_refused_by_name()
    {
        var model = new Sequential<double>(new Counter());
        var buffer = model.NamedBuffers[0].Value;
        var error = Assert.Throws<ArgumentException>(() => buffer.Assign(Variable.Of(1.0)));
        Assert.Contains("'0.seen' takes numbers of shape (2); ()", error.Message);
        Assert.Throws<ArgumentNullException>(() => buffer.Assign(null!));
        Assert.Equal([0.0, 0.0], buffer.Value.ToArray());
    }

    [Fact]
    public void Buffers_are_exported_and_loaded_with_the_parameters()
    {
        var saved = new Sequential<double>(new Counter(), new Counter());
        saved.Forward(Variable.Of([Math.PI, -0.0]));
        var values = saved.ExportParameters();
        saved.Forward(Variable.Of([1.0, 1.0]));
        Assert.Equal(["0.weight", "1.weight", "0.seen", "1.seen"], values.Keys);
        var loaded = new Sequential<double>(new Counter(), new Counter());
        loaded.LoadParameters(values);
        Assert.Equal([Math.PI, -0.0], loaded.NamedBuffers[0].Value.Value.ToArray());
        Assert.Equal([Math.PI + Math.PI, 0.0], loaded.NamedBuffers[1].Value.Value.ToArray());
        // a part is loaded by the names that it sees itself
        var part = new Counter();
        ((Counter)loaded.Layers[1]).LoadParameters(part.ExportParameters());
        Assert.Equal([0.0, 0.0], loaded.NamedBuffers[1].Value.Value.ToArray());
    }

    [Fact]
    public void A_parameter_and_a_buffer_can_change_places()
    {
        var counter = new Counter();
        counter.LoadParameters(
            new Dictionary<string, Variable<double>>
            {
                ["weight"] = counter.Seen.Value,
                ["seen"] = counter.Weight.Value,
            }
        );
        Assert.Equal([0.0, 0.0], counter.Weight.Value.ToArray());
        Assert.Equal([1.0, 2.0], counter.Seen.Value.ToArray());
    }

    [Fact]
    public void A_buffer_that_is_missing_or_of_another_shape_is_reported_and_nothing_changes()
    {
        var counter = new Counter();
        var values = new Dictionary<string, Variable<double>>
        {
            ["weight"] = Variable.Of([9.0, 9]),
        };
        var missing = Assert.Throws<ArgumentException>(() => counter.LoadParameters(values));
        Assert.Contains("1 missing: 'seen' (2)", missing.Message);
        values["seen"] = Variable.Of([9.0]);
        var misshaped = Assert.Throws<ArgumentException>(() => counter.LoadParameters(values));
        Assert.Contains("'seen' (1) instead of (2)", misshaped.Message);
        Assert.Equal([1.0, 2.0], counter.Weight.Value.ToArray());
        Assert.Equal([0.0, 0.0], counter.Seen.Value.ToArray());
    }

    [Fact]
    public void A_mean_of_modules_has_their_mean_buffers()
    {
        var (first, second) = (new Counter(), new Counter());
        first.Forward(Variable.Of([2.0, 4.0]));
        second.Forward(Variable.Of([4.0, 8.0]));
        second.Weight.Assign([3, 6]);
        var mean = new Counter();
        mean.LoadParameters(ParameterMean.Of<double>(first, second));
        Assert.Equal([3.0, 6.0], mean.Seen.Value.ToArray());
        Assert.Equal([2.0, 4.0], mean.Weight.Value.ToArray());
    }

    [Fact]
    public void Averages_over_time_are_loaded_with_the_present_buffers()
    {
        var counter = new Counter();
        var average = new ExponentialMovingAverage<double>(counter, decay: 0.5);
        counter.Forward(Variable.Of([2.0, 4.0]));
        counter.Weight.Assign([3, 6]);
        average.Update();
        var copy = new Counter();
        copy.LoadParameters(average.ExportAverages());
        Assert.Equal([2.0, 4.0], copy.Weight.Value.ToArray());
        Assert.Equal([2.0, 4.0], copy.Seen.Value.ToArray());
        var resumed = new ExponentialMovingAverage<double>(new Counter(), decay: 0.5);
        resumed.LoadAverages(average.ExportAverages());
        Assert.Equal([2.0, 4.0], resumed.ExportAverages()["weight"].ToArray());
        Assert.Equal([0.0, 0.0], resumed.ExportAverages()["seen"].ToArray());
    }

    [Fact]
    public void Buffers_stand_in_the_tree_of_modules()
    {
        var norm = new BatchNorm<double>(3, momentum: null);
        Assert.Equal(
            """
            Sequential · 6 parameters
              0: BatchNorm(eps: 1E-05, momentum: mean of all) · 6 parameters
                weight (3) · 3
                bias (3) · 3
                running_mean (3) · buffer of 3
                running_var (3) · buffer of 3
                num_batches_tracked () · buffer of 1
              1: BatchNorm(eps: 1E-05, momentum: mean of all) · 6 parameters
                weight (3) · 3 · shared, see '0.weight'
                bias (3) · 3 · shared, see '0.bias'
                running_mean (3) · buffer of 3, see '0.running_mean'
                running_var (3) · buffer of 3, see '0.running_var'
                num_batches_tracked () · buffer of 1, see '0.num_batches_tracked'

            """,
            new Sequential<double>(norm, norm).ToString()
        );
    }
}
