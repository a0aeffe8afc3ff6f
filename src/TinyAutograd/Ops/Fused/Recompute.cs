using System.Numerics;
using System.Runtime.InteropServices;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>A function whose intermediate results are not kept for the backward pass but computed once more: <c>y = f(x)</c> as one entry.
    /// Known as activation checkpointing.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="f">The function. Parameters and variables that it captures receive their gradients as without this op. Called twice, it
    /// must give the same numbers.</param>
    /// <param name="random">The generator that <paramref name="f"/> draws from, if it does: the second time it draws the same again.</param>
    /// <returns>What <paramref name="f"/> gives. Where nothing is recorded, it is simply called.</returns>
    /// <exception cref="InvalidOperationException">In the backward pass: the function gave other numbers the second time.</exception>
    /// <remarks>Gradient: that of <paramref name="f"/>, to the bit (higher orders up to the order of sums). Cost: one forward computation more; between forward and backward pass only
    /// x and y stay in memory. A chain of n such entries holds n results and the inner ones of a single entry. With a second tape around
    /// (higher order) the second computation is recorded there, and nothing is saved. Source: Chen et al. 2016, "Training deep nets with
    /// sublinear memory cost".</remarks>
    public static Variable<T> Recompute<T>(
        this Variable<T> x,
        Func<Variable<T>, Variable<T>> f,
        RandomGenerator? random = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(f);
        if (!Recorder<T>.Current.IsRecording)
        {
            return RecomputeOp<T>.Call(f, x);
        }
        var op = new RecomputeOp<T>(f, random);
        Variable<T> y;
        Variable<T>[] captured;
        using (var workspace = new Workspace<T>())
        {
            (y, captured) = op.Forward(x);
            y = workspace.Keep(y.Alias());
        }
        return op.Apply([y, x, .. captured.Where(variable => variable.IsAlive)]);
    }
}

/// <summary>Inputs: the result (shared, never differentiated), x, and what the function captured.</summary>
internal sealed class RecomputeOp<T>(Func<Variable<T>, Variable<T>> f, RandomGenerator? random)
    : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RandomState? state = random?.State;

    public override string Name => "recompute";

    protected internal override bool SharesMemory => true;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => inputs[0].Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        inputs[0].AsSpan().CopyTo(y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var wanted = Wanted(call, dx);
        using var tape = new Tape<T>();
        var gradients = Gradients(tape, call, dy, wanted);
        for (var k = 0; k < wanted.Length; k++)
        {
            dx[wanted[k]] = tape.Keep(gradients[k]);
        }
    }

    // What is computed once more goes as soon as the gradients are there; those go to memory from outside.
    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var wanted = Wanted(call, dx);
        foreach (var i in wanted)
        {
            dx.Room(i);
        }
        using var workspace = new Workspace<T>();
        using var tape = new Tape<T>();
        var gradients = Gradients(tape, call, dx.Upstream, wanted);
        for (var k = 0; k < wanted.Length; k++)
        {
            gradients[k].AsSpan().CopyTo(dx.Room(wanted[k]));
        }
        return true;
    }

    public static Variable<T> Call(Func<Variable<T>, Variable<T>> f, Variable<T> x) =>
        f(x) ?? throw new ArgumentException("Recompute: the function gave null.", nameof(f));

    /// <summary>Calls the function, and finds what it captured: all that its entries read, and its result, where no entry made them.</summary>
    public (Variable<T> Y, Variable<T>[] Captured) Forward(Variable<T> x)
    {
        using var tape = new Tape<T>();
        var y = Call(f, x);
        var entries = tape.Entries;
        var known = new HashSet<Variable<T>>(
            entries.Select(entry => entry.Output),
            ReferenceEqualityComparer.Instance
        )
        {
            x,
        };
        return (y, [.. entries.SelectMany(entry => entry.Inputs).Append(y).Where(known.Add)]);
    }

    private static int[] Wanted(OpCall<T> call, GradientSink<T> dx)
    {
        var wanted = new List<int>();
        for (var i = 1; i < call.InputCount; i++)
        {
            if (dx.Needs(i))
            {
                wanted.Add(i);
            }
        }
        return [.. wanted];
    }

    private Gradients<T> Gradients(Tape<T> tape, OpCall<T> call, Variable<T> dy, int[] wanted)
    {
        var targets = new Variable<T>[wanted.Length];
        for (var k = 0; k < wanted.Length; k++)
        {
            targets[k] = call.Input(wanted[k]);
        }
        var y = Replay(call.Input(1));
        if (!Bits(y).SequenceEqual(Bits(call.Output)))
        {
            throw new InvalidOperationException(
                $"Recompute: the function gave other numbers the second time {y.Shape}. If it draws random numbers, give its generator as 'random'; "
                    + "what it reads must not change between the forward and the backward pass."
            );
        }
        return tape.Gradients(y, of: targets, upstream: dy, unreached: Unreached.Zero);
    }

    private Variable<T> Replay(Variable<T> x)
    {
        var present = random?.State;
        try
        {
            if (state is { } before)
            {
                random!.State = before;
            }
            return Call(f, x);
        }
        finally
        {
            if (present is { } after)
            {
                random!.State = after;
            }
        }
    }

    private static ReadOnlySpan<byte> Bits(Variable<T> variable) =>
        MemoryMarshal.AsBytes(variable.AsSpan());
}
