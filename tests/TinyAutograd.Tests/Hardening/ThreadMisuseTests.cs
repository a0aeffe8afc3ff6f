using System.Runtime.CompilerServices;

namespace TinyAutograd.Tests.Hardening;

/// <summary>Tapes that cross an await, and models that several threads share.</summary>
public class ThreadMisuseTests
{
    private const int Threads = 4;

    [Fact]
    public async Task A_tape_that_crossed_an_await_refuses_everything_and_says_so()
    {
        var tape = new Tape<double>();
        var x = Variable.Of(2.0);
        var y = x * x;
        var thread = Environment.CurrentManagedThreadId;
        await new AnotherThread();
        Assert.NotEqual(thread, Environment.CurrentManagedThreadId);
        var calls = new Action[]
        {
            () => tape.Gradient(y, x),
            () => tape.Gradients(y, of: [x]),
            () => _ = tape.Entries,
            () => tape.Keep(y),
            () => _ = y + 1.0,
            tape.Dispose,
        };
        foreach (var call in calls)
        {
            var error = Assert.Throws<InvalidOperationException>(call);
            Assert.Contains("thread", error.Message, StringComparison.Ordinal);
        }
        // The thread that we are on now has tapes of its own.
        using var own = new Tape<double>();
        var z = x * x;
        Assert.Equal(4.0, own.Gradient(z, x).Item());
    }

    [Fact]
    public void Threads_that_share_a_model_get_the_gradients_of_one_alone()
    {
        var model = new Mlp<double>(sizes: [6, 32, 3], seed: 1);
        var inputs = Variable.Normal<double>([16, 6], new RandomGenerator(2));
        var alone = Gradients(model, inputs);
        var together = new double[Threads][];
        using var start = new Barrier(Threads);
        var threads = Enumerable
            .Range(0, Threads)
            .Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                together[i] = Gradients(model, inputs);
            }))
            .ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(together, gradients => Assert.Equal(alone, gradients));
        Assert.Contains(alone, gradient => gradient != 0);
    }

    private static double[] Gradients(Mlp<double> model, Variable<double> inputs)
    {
        using var tape = new Tape<double>();
        var loss = model.Forward(inputs).Square().Mean();
        return
        [
            .. tape.Gradients(loss, of: model.Parameters)
                .SelectMany(gradient => gradient.ToArray()),
        ];
    }

    /// <summary>Awaited, it goes on in a thread of its own.</summary>
    private sealed class AnotherThread : INotifyCompletion
    {
        public bool IsCompleted => false;

        public AnotherThread GetAwaiter() => this;

        public void OnCompleted(Action continuation) => new Thread(continuation.Invoke).Start();

        public void GetResult() { }
    }
}
