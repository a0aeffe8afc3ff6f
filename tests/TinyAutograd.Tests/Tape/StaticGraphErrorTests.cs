namespace TinyAutograd.Tests.Tape;

/// <summary>What cannot be traced says so, and leaves the thread as it was.</summary>
public class StaticGraphErrorTests
{
    private readonly Parameter<double> x = new("x", Variable.Of([1.0, 2, 3]));

    public static TheoryData<string, Func<Parameter<double>, Variable<double>>> ReadNumbers =>
        new()
        {
            { "Item", x => Variable.Of(x.Value.Sum().Item()) },
            { "AsSpan of a parameter", x => Variable.Of(x.Value.AsSpan()) },
            { "Detach", x => (x.Value * 2.0).Detach() },
            { "comparison", x => x.Value.IsGreater(Variable.Of(0.0)).Where(x.Value, x) },
            { "argMax", x => x.Value.IndexSelect(x.Value.ArgMax(), 0) },
        };

    [Theory]
    [MemberData(nameof(ReadNumbers))]
    public void Reading_numbers_is_refused(string what, Func<Parameter<double>, Variable<double>> f)
    {
        var error = Refused<InvalidOperationException>(() => f(x));
        Assert.True(
            error.Message.Contains("numbers of a static graph", StringComparison.Ordinal),
            $"{what}: {error.Message}"
        );
    }

    [Fact]
    public void Null_and_a_function_that_gives_null_are_refused()
    {
        Assert.Equal(
            "computation",
            Assert.Throws<ArgumentNullException>(() => new StaticGraph<double>(null!)).ParamName
        );
        Assert.Contains(
            "gave null",
            Refused<ArgumentException>(() => null!).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_named_as_ever()
    {
        var error = Refused<ArgumentException>(() =>
            x.Value.MatMul(Variable.Zeros<double>([4, 2]))
        );
        Assert.StartsWith("MatMul", error.Message, StringComparison.Ordinal);
        Refused<ArgumentNullException>(() => x.Value.Add(null!));
    }

    [Fact]
    public void A_tape_an_update_and_another_graph_are_refused()
    {
        Says("tape cannot be opened", () => Differentiated(x));
        Says(
            "'x' (3) cannot be updated",
            () =>
            {
                x.Assign([1, 1, 1]);
                return x;
            }
        );
        Says("one after the other", () => new StaticGraph<double>(() => x).Result);
        Assert.Equal([1, 2, 3], x.Value.ToArray());
    }

    [Fact]
    public void A_step_of_an_optimizer_is_refused()
    {
        var sgd = new Sgd<double>([x], learningRate: 1);
        using var tape = new Tape<double>();
        var gradients = tape.Gradients((x * x).Sum(), of: [x]);
        Says(
            "'x' (3) cannot be updated",
            () =>
            {
                sgd.Step(gradients);
                return x;
            }
        );
        sgd.Step(gradients);
        Assert.Equal([-1, -2, -3], x.Value.ToArray());
    }

    [Fact]
    public void What_stands_for_numbers_is_worth_nothing_outside()
    {
        Variable<double>? leaked = null;
        var graph = new StaticGraph<double>(() => leaked = x * 2.0);
        graph.Run();
        foreach (
            Action use in new Action[]
            {
                () => leaked!.ToArray(),
                () => leaked!.Exp(),
                () => new StaticGraph<double>(() => leaked!),
                () => new StaticGraph<double>(() => leaked! + x),
            }
        )
        {
            Assert.Contains(
                "stands for numbers",
                Assert.Throws<InvalidOperationException>(use).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void An_ended_variable_and_one_of_another_thread_are_refused()
    {
        Variable<double> ended;
        using (new Workspace<double>())
        {
            ended = Variable.Of(1.0) * 2.0;
        }
        Refused<ObjectDisposedException>(() => x * ended);
        Refused<ObjectDisposedException>(() => ended);
        var old = x.Value;
        x.Assign([1, 2, 3]);
        Refused<InvalidOperationException>(() => x * old);
        Refused<InvalidOperationException>(() => old);
        using var workspace = new Workspace<double>();
        var foreign = Variable.Of(1.0) * 2.0;
        var error = ScopeTests.OnOwnThread(() =>
            Assert.Throws<InvalidOperationException>(() =>
                new StaticGraph<double>(() => x * foreign)
            )
        );
        Assert.Contains("another thread", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_other_element_type_and_other_threads_go_on_as_usual()
    {
        var floats = new Parameter<float>("f", Variable.Of(3f));
        var sum = 0.0;
        _ = new StaticGraph<double>(() =>
        {
            sum = (floats.Value * 2f).Item();
            sum += ScopeTests.OnOwnThread(() => x.Value.Sum().Item());
            return x;
        });
        Assert.Equal(12, sum);
    }

    private static Variable<double> Differentiated(Parameter<double> x)
    {
        using var tape = new Tape<double>();
        return tape.Gradient((x * x).Sum(), x);
    }

    private void Says(string fragment, Func<Variable<double>> computation) =>
        Assert.Contains(
            fragment,
            Refused<InvalidOperationException>(computation).Message,
            StringComparison.Ordinal
        );

    // Afterwards the thread computes as before.
    private TException Refused<TException>(Func<Variable<double>> computation)
        where TException : Exception
    {
        var error = Assert.Throws<TException>(() => new StaticGraph<double>(computation));
        using var tape = new Tape<double>();
        Assert.Equal([2, 4, 6], tape.Gradient((x * x).Sum(), x).ToArray());
        return error;
    }
}
