namespace TinyAutograd.Tests.Tape;

/// <summary>How tapes and workspaces are opened, nested, closed and misused.</summary>
public class ScopeTests
{
    [Fact]
    public void Scopes_closed_out_of_order_are_refused_and_nothing_changes()
    {
        var outer = new Tape<double>();
        var inner = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        var error = Assert.Throws<InvalidOperationException>(outer.Dispose);
        Assert.Contains("reverse order", error.Message, StringComparison.Ordinal);
        Assert.Equal(4.0, inner.Gradient(y, x).Item());
        inner.Dispose();
        outer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => y.Item());
    }

    [Fact]
    public void A_tape_is_closed_only_by_its_own_thread_and_records_no_more_after_the_attempt()
    {
        OnOwnThread(() =>
        {
            var tape = new Tape<double>();
            var x = Variable.Of(2.0);
            var y = x * x;
            var own = Environment.CurrentManagedThreadId;
            OnOwnThread(() =>
            {
                var error = Assert.Throws<InvalidOperationException>(tape.Dispose);
                Assert.Equal(
                    $"The tape was opened on thread {own} and closed on thread {Environment.CurrentManagedThreadId}. "
                        + "It belongs to one thread and must not cross an await.",
                    error.Message
                );
                return 0;
            });
            // The abandoned tape closes by itself with the next op: what it made has ended, and nothing is recorded.
            var z = x * x;
            Assert.Equal(4.0, z.Item());
            Assert.Throws<ObjectDisposedException>(() => y.Item());
            Assert.Throws<ObjectDisposedException>(() => tape.Gradient(z, x));
            return 0;
        });
    }

    [Fact]
    public void A_gradient_is_refused_on_another_thread()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        var error = OnOwnThread(() =>
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x))
        );
        Assert.Contains("The tape belongs to thread", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("It must not cross an await.", error.Message, StringComparison.Ordinal);
        using var workspace = new Workspace<double>();
        error = OnOwnThread(() =>
            Assert.Throws<InvalidOperationException>(() => workspace.Keep(x))
        );
        Assert.StartsWith("The workspace belongs to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_constant_is_itself_and_what_leaves_the_outermost_scope_leaves_its_memory()
    {
        using var workspace = new Workspace<double>();
        var x = Variable.Of(2.0);
        Assert.Same(x, workspace.Keep(x));
        Assert.Null(workspace.Keep(x * x).Block.Owner);
    }

    [Fact]
    public void A_variable_of_another_threads_open_tape_is_refused_by_ops_and_named()
    {
        using var tape = new Tape<double>();
        var y = Variable.Of(2.0) * 3.0;
        var error = OnOwnThread(() => Assert.Throws<InvalidOperationException>(() => y + y));
        Assert.Contains("multiply", error.Message, StringComparison.Ordinal);
        Assert.Contains("Detach", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_tape_answers_nothing_and_may_be_closed_again()
    {
        var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        tape.Dispose();
        tape.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tape.Gradient(y, x));
        Assert.Throws<ObjectDisposedException>(() => tape.Entries);
        Assert.Equal("Tape (closed)", tape.ToString());
    }

    [Fact]
    public void What_an_inner_tape_made_lives_until_the_outermost_closes()
    {
        Variable<double> y;
        using (var outer = new Tape<double>())
        {
            var x = Variable.Of(2.0);
            using (var inner = new Tape<double>())
            {
                y = x * x;
            }
            Assert.Equal(4.0, y.Item());
            Assert.Equal(4.0, outer.Gradient(y, x).Item());
        }
        Assert.Throws<ObjectDisposedException>(() => y.Item());
    }

    [Fact]
    public void An_inner_tape_sees_what_was_computed_before_it_as_a_constant()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        using var inner = new Tape<double>();
        var z = y * y;
        Assert.Equal(8.0, inner.Gradient(z, y).Item());
        Assert.Throws<InvalidOperationException>(() => inner.Gradient(z, x));
        Assert.Equal(32.0, outer.Gradient(z, x).Item());
    }

    [Fact]
    public void A_loss_of_a_workspace_within_the_tape_was_not_recorded_on_it()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        using var workspace = new Workspace<double>();
        using var inner = new Tape<double>();
        var y = x * x;
        Assert.Equal(4.0, inner.Gradient(y, x).Item());
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x));
        Assert.Contains("not recorded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_hands_a_variable_out_of_a_function_under_any_scope()
    {
        Assert.Equal(12.0, Squared(Variable.Of(2.0)).Item());
        using var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        Assert.Equal(12.0, tape.Gradient(Squared(x), x).Item());
        using (var workspace = new Workspace<double>())
        {
            x = workspace.Keep(Squared(x));
        }
        Assert.Equal(12.0, x.Item());

        static Variable<double> Squared(Variable<double> x)
        {
            using var tape = new Tape<double>();
            return tape.Keep(x * x * 3.0);
        }
    }

    [Fact]
    public void Several_kept_variables_survive_a_nested_workspace_in_order()
    {
        using var tape = new Tape<double>();
        var x = Variable.Arange<double>(100);
        Variable<double>[] kept;
        using (var workspace = new Workspace<double>())
        {
            var all = Enumerable.Range(0, 10).Select(i => x * i).ToArray();
            kept =
            [
                workspace.Keep(all[7]),
                workspace.Keep(all[0]),
                workspace.Keep(all[3]),
                workspace.Keep(all[7]),
            ];
        }
        var others = Enumerable.Range(0, 20).Select(i => x + i).ToArray(); // would overwrite what was not kept
        Assert.Equal([7.0, 0.0, 3.0, 7.0], kept.Select(v => v.ToArray()[1]));
        Assert.Equal(20.0, others[19].ToArray()[1]);
    }

    [Fact]
    public void Half_precision_is_refused_with_the_supported_types_named()
    {
        var error = Assert.Throws<NotSupportedException>(() => Variable.Of((Half)1));
        Assert.Contains("float and double", error.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new Tape<Half>());
    }

    [Fact]
    public void The_arena_gives_memory_back_after_a_peak()
    {
        OnOwnThread(() =>
        {
            Step(1_000_000);
            var peak = Recorder<double>.Current.Arena.Bytes;
            Assert.True(peak >= 8_000_000);
            for (var i = 0; i < 200; i++)
            {
                Step(100);
            }
            Assert.InRange(Recorder<double>.Current.Arena.Bytes, 1, peak / 100);
            return 0;
        });

        static void Step(int length)
        {
            using var tape = new Tape<double>();
            var x = Variable.Zeros<double>([length]);
            tape.Gradient((x * x).Sum(), x);
        }
    }

    internal static TResult OnOwnThread<TResult>(Func<TResult> action)
    {
        TResult? result = default;
        Exception? error = null;
        var thread = new Thread(() =>
            error = Record.Exception(() =>
            {
                result = action();
            })
        );
        thread.Start();
        thread.Join();
        return error is null ? result! : throw error;
    }
}
