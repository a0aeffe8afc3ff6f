using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace TinyAutograd;

/// <summary>Takes down the ops of a function without computing them: what depends on a parameter has a shape and no numbers yet.</summary>
internal sealed class GraphTrace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Recorder<T> recorder;
    private readonly List<Call> calls = [];

    private GraphTrace(Recorder<T> recorder) => this.recorder = recorder;

    /// <summary>Traces a function.</summary>
    /// <returns>The calls that lead to its result, in order, and the result: a placeholder, a constant, or a variable of a parameter.</returns>
    /// <exception cref="InvalidOperationException">The function did what cannot be traced.</exception>
    public static (Call[] Calls, Variable<T> Result) Of(Func<Variable<T>> computation)
    {
        if (Tracing.ElementType is not null)
        {
            throw new InvalidOperationException(
                "A static graph cannot be traced while another one is: trace them one after the other."
            );
        }
        // What is computed of constants alone takes its memory here.
        using var workspace = new Workspace<T>();
        var recorder = Recorder<T>.Current;
        var trace = new GraphTrace<T>(recorder);
        (recorder.Trace, Tracing.ElementType) = (trace, typeof(T));
        try
        {
            var result = computation();
            if (result is null)
            {
                throw new ArgumentException(
                    "StaticGraph: the function gave null.",
                    nameof(computation)
                );
            }
            return (trace.CallsOf(result), trace.Kept(result));
        }
        finally
        {
            (recorder.Trace, Tracing.ElementType) = (null, null);
        }
    }

    /// <summary>Takes down a call that depends on a parameter.</summary>
    /// <returns>False where it depends on constants alone, and may be computed at once.</returns>
    public bool TryAdd(
        Op<T> op,
        ReadOnlySpan<Variable<T>> inputs,
        [NotNullWhen(true)] out Variable<T>? output
    )
    {
        output = null;
        if (!DependsOnParameter(inputs))
        {
            return false;
        }
        var kept = new Variable<T>[inputs.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            if (inputs[i]?.Block.Owner is not Placeholder<T>)
            {
                recorder.Validate(op, inputs.Slice(i, 1));
            }
            kept[i] = Kept(inputs[i]!);
        }
        var call = new Call(op, kept, op.ShapeOf(inputs), calls.Count);
        output = Placeholder<T>.Of(call, call.Shape, op.Name);
        calls.Add(call);
        return true;
    }

    private static bool DependsOnParameter(ReadOnlySpan<Variable<T>> inputs)
    {
        foreach (var input in inputs)
        {
            if (input?.Block.Owner is Placeholder<T> or Parameter<T>)
            {
                return true;
            }
        }
        return false;
    }

    // A constant outlives the scope in which it was made.
    private Variable<T> Kept(Variable<T> variable)
    {
        if (variable.Block.Owner is Placeholder<T>)
        {
            return Call.Of(variable) is { } call && !Holds(call)
                ? throw new InvalidOperationException(
                    $"{variable.Origin} {variable.Shape} stands for numbers of another static graph. Read that one's Result instead."
                )
                : variable;
        }
        variable.ThrowIfEnded();
        return variable.Block.Owner is Arena<T> ? variable.Detach() : variable;
    }

    private bool Holds(Call call) =>
        call.Number < calls.Count && ReferenceEquals(calls[call.Number], call);

    // Those that the result depends on. An op has no effect but its result.
    private Call[] CallsOf(Variable<T> result)
    {
        var isNeeded = new bool[calls.Count];
        Need(result);
        for (var i = calls.Count - 1; i >= 0; i--)
        {
            if (isNeeded[i])
            {
                Array.ForEach(calls[i].Inputs, Need);
            }
        }
        return [.. calls.Where(call => isNeeded[call.Number])];

        void Need(Variable<T> variable)
        {
            if (Call.Of(variable) is { } call && Holds(call))
            {
                isNeeded[call.Number] = true;
            }
        }
    }

    /// <summary>A call that was traced.</summary>
    public sealed class Call
    {
        /// <param name="op">The op.</param>
        /// <param name="inputs">Placeholders, variables of parameters, constants.</param>
        /// <param name="shape">Of the result.</param>
        /// <param name="number">Its place among the calls of the trace.</param>
        public Call(Op<T> op, Variable<T>[] inputs, Shape shape, int number)
        {
            (Op, Inputs, Shape, Number) = (op, inputs, shape, number);
            Owner = op.SharesMemory ? Of(inputs[0])?.Owner : this;
        }

        public Op<T> Op { get; }

        public Variable<T>[] Inputs { get; }

        public Shape Shape { get; }

        public int Number { get; }

        /// <summary>The call that owns the memory of the result; null where that is a parameter's or a constant's.</summary>
        public Call? Owner { get; }

        /// <summary>The result, once it has memory.</summary>
        public Variable<T>? Output { get; set; }

        /// <summary>Of the calls that a graph computes the last one that reads this memory.</summary>
        public int LastReader { get; set; }

        /// <summary>The call whose result this variable stands for; null for parameters and constants.</summary>
        public static Call? Of(Variable<T> variable) =>
            (variable.Block.Owner as Placeholder<T>)?.Source as Call;
    }
}
