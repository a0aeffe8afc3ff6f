namespace TinyAutograd.Tests.Optimization;

public class GradientClippingTests
{
    public static TheoryData<string> Cases() =>
        [
            .. OptimizerVectors
                .Load("clip_grad_norm.safetensors")
                .Json("cases")
                .EnumerateObject()
                .Select(c => c.Name),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clipping_by_the_global_norm_is_that_of_PyTorch(string name)
    {
        var file = OptimizerVectors.Load("clip_grad_norm.safetensors");
        var settings = file.Json("cases").GetProperty(name);
        var type = settings.GetProperty("norm_type");
        using var tape = new Tape<double>();
        var gradients = Gradients(
            tape,
            [.. Enumerable.Range(0, 3).Select(i => file[$"{name}.in.{i}"].ReadVariable<double>())]
        );
        var clipped = gradients.ClipByGlobalNorm(
            settings.GetProperty("max_norm").GetDouble(),
            out var norm,
            type.ValueKind == System.Text.Json.JsonValueKind.String
                ? double.PositiveInfinity
                : type.GetDouble()
        );
        OptimizerVectors.AssertClose(file.Values($"{name}.norm"), [norm], "clip", name);
        for (var i = 0; i < 3; i++)
        {
            OptimizerVectors.AssertClose(
                file.Values($"{name}.out.{i}"),
                clipped[i].AsSpan(),
                "clip",
                $"{name}.out.{i}"
            );
        }
    }

    [Fact]
    public void Clipping_records_nothing_and_leaves_the_old_gradients_as_they_were()
    {
        using var tape = new Tape<float>();
        var gradients = Gradients(tape, [Variable.Of([3f, 4f])]);
        var entries = tape.Entries.Count;
        var clipped = gradients.ClipByGlobalNorm(1);
        var limited = gradients.ClipByValue(3.5);
        Assert.Equal(entries, tape.Entries.Count);
        Assert.Equal([3f, 4f], gradients[0].ToArray());
        Assert.Equal([3f, 3.5f], limited[0].ToArray());
        Assert.Equal(1, clipped.GlobalNorm(), 1e-6);
        Assert.Same(gradients.Parameters[0], clipped.Parameters[0]);
    }

    [Fact]
    public void Gradients_below_the_bound_are_returned_as_they_are()
    {
        using var tape = new Tape<float>();
        var gradients = Gradients(tape, [Variable.Of([3f, 4f])]);
        Assert.Same(gradients, gradients.ClipByGlobalNorm(5.1, out var norm));
        Assert.Equal(5, norm);
    }

    [Fact]
    public void A_bound_of_0_gives_gradients_of_0()
    {
        using var tape = new Tape<float>();
        var gradients = Gradients(tape, [Variable.Of([3f, 4f])]);
        Assert.Equal([0f, 0f], gradients.ClipByGlobalNorm(0)[0].ToArray());
        Assert.Equal([0f, 0f], gradients.ClipByValue(0)[0].ToArray());
    }

    [Theory]
    [InlineData(1e200, 2)]
    [InlineData(1e-200, 2)]
    [InlineData(1e150, 3)]
    [InlineData(1e-150, 3)]
    public void The_norm_of_huge_and_tiny_gradients_neither_overflows_nor_vanishes(
        double unit,
        double type
    )
    {
        using var tape = new Tape<double>();
        var norm = Gradients(tape, [Variable.Of([3 * unit]), Variable.Of([-4 * unit])])
            .GlobalNorm(type);
        Assert.Equal(
            1,
            norm / (unit * Math.Pow(Math.Pow(3, type) + Math.Pow(4, type), 1 / type)),
            1e-14
        );
    }

    [Fact]
    public void The_norm_of_float_gradients_is_computed_in_double()
    {
        using var tape = new Tape<float>();
        // In float the squares overflow, and a sum of 100,000 numbers loses about four digits.
        var big = Gradients(tape, [Variable.Full<float>([100_000], 1e30f)]).GlobalNorm();
        Assert.Equal(Math.Sqrt(100_000) * (double)1e30f, big, 1e-12 * big);
    }

    [Fact]
    public void A_norm_with_a_NaN_is_NaN_for_every_type()
    {
        using var tape = new Tape<double>();
        var gradients = Gradients(tape, [Variable.Of([1.0, double.NaN]), Variable.Of([2.0])]);
        Assert.All(
            new[] { 1, 2, 3, double.PositiveInfinity },
            type => Assert.Equal(double.NaN, gradients.GlobalNorm(type))
        );
        Assert.Equal([1, double.NaN], gradients.ClipByValue(5)[0].ToArray());
        Assert.Equal([double.NaN], gradients.ClipByGlobalNorm(1)[1].ToArray());
    }

    [Fact]
    public void The_norm_of_no_elements_is_0()
    {
        using var tape = new Tape<double>();
        var gradients = Gradients(tape, [Variable.Zeros<double>([0, 3])]);
        Assert.Equal(0, gradients.GlobalNorm());
        Assert.Equal(0, gradients.GlobalNorm(double.PositiveInfinity));
    }

    [Fact]
    public void Wrong_bounds_closed_tapes_and_recorded_gradients_are_refused()
    {
        Gradients<double> late;
        Gradients<double> empty;
        Variable<double> clipped;
        using (var tape = new Tape<double>())
        {
            late = Gradients(tape, [Variable.Of([1.0])]);
            empty = Gradients(tape, [Variable.Zeros<double>([0])]);
            clipped = late.ClipByValue(0.5)[0];
            Assert.Throws<ArgumentOutOfRangeException>(() => late.ClipByGlobalNorm(-1));
            Assert.Throws<ArgumentOutOfRangeException>(() => late.ClipByGlobalNorm(double.NaN));
            Assert.Throws<ArgumentOutOfRangeException>(() => late.GlobalNorm(0));
            Assert.Throws<ArgumentOutOfRangeException>(() => late.ClipByValue(-1));
        }
        Assert.Throws<ObjectDisposedException>(() => late.ClipByGlobalNorm(1));
        Assert.Throws<ObjectDisposedException>(() => late.ClipByValue(1));
        Assert.Throws<ObjectDisposedException>(() => empty.GlobalNorm());
        var ended = Assert.Throws<ObjectDisposedException>(() => clipped.ToArray());
        Assert.Contains("clipped gradient", ended.Message, StringComparison.Ordinal);
        using var outer = new Tape<double>();
        using var inner = new Tape<double>();
        var recorded = Gradients(inner, [Variable.Of([1.0])]);
        Assert.All(
            new Action[] { () => recorded.ClipByGlobalNorm(1), () => recorded.ClipByValue(1) },
            clip =>
                Assert.Equal(
                    "Clipping: an outer tape records these gradients and would not see the clipping. "
                        + "Clip gradients that were computed under one tape, or clip with ops in Gradients.Map.",
                    Assert.Throws<InvalidOperationException>(clip).Message
                )
        );
    }

    /// <summary>Gradients with exactly these numbers.</summary>
    internal static Gradients<T> Gradients<T>(Tape<T> tape, Variable<T>[] values)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Parameter<T>[] parameters =
        [
            .. values.Select((v, i) => new Parameter<T>($"p{i}", Variable.Zeros<T>(v.Shape))),
        ];
        var loss = Variable.Of(T.Zero);
        for (var i = 0; i < values.Length; i++)
        {
            loss += (parameters[i] * values[i]).Sum();
        }
        return tape.Gradients(loss, of: parameters);
    }
}
