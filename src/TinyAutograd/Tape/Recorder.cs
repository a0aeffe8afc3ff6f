using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>What one thread has recorded: the list of entries that all its open tapes share, its memory, and its open scopes.</summary>
internal sealed class Recorder<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Variable<T>?[] inputs = new Variable<T>?[256];
    private int inputCount;
    private BackwardPass<T>? idlePass;

    /// <summary>The recorder of the calling thread.</summary>
    public static Recorder<T> Current
    {
        get
        {
            // Thread-static fields of a generic class are found slowly: those of a plain class hold the two instances.
            ref var current = ref typeof(T) == typeof(float)
                ? ref ThreadRecorders.Float
                : ref ThreadRecorders.Double;
            return Unsafe.As<Recorder<T>>(current ??= new Recorder<T>());
        }
    }

    /// <summary>One recorded call. Inputs stand in a list of their own, so that an entry of any arity costs no object.</summary>
    public struct Entry
    {
        public Op<T> Op;
        public Variable<T> Output;
        public Block<T>? Saved;
        public int SavedLength;
        public int FirstInput;
        public int InputCount;
    }

    public Arena<T> Arena { get; } = new();

    public Entry[] Entries { get; private set; } = new Entry[128];

    public int Count { get; private set; }

    public int ManagedThreadId { get; } = Environment.CurrentManagedThreadId;

    /// <summary>The innermost open scope.</summary>
    public Workspace<T>? Innermost { get; private set; }

    /// <summary>Whether an op that is computed now is recorded.</summary>
    public bool IsRecording { get; private set; }

    public IOpObserver<T>? Observer { get; set; }

    /// <summary>The static graph that is being traced, if one is: it takes the ops instead of computing them.</summary>
    public GraphTrace<T>? Trace { get; set; }

    /// <summary>How many backward passes are under way, one within the other.</summary>
    public int PassDepth { get; private set; }

    public ReadOnlySpan<Variable<T>> InputsOf(int entry) =>
        inputs.AsSpan(Entries[entry].FirstInput, Entries[entry].InputCount)!;

    /// <summary>The input at a flat position.</summary>
    public Variable<T> InputAt(int position) => inputs[position]!;

    /// <summary>Flat position of an entry's first input.</summary>
    public int FirstInput(int entry) => entry == Count ? inputCount : Entries[entry].FirstInput;

    /// <summary>Whether the variable is the output of an entry of the list.</summary>
    public bool Holds(Variable<T> variable) =>
        (uint)variable.Entry < (uint)Count
        && ReferenceEquals(Entries[variable.Entry].Output, variable);

    public void Validate(Op<T> op, ReadOnlySpan<Variable<T>> arguments)
    {
        CloseAbandoned();
        foreach (var variable in arguments)
        {
            if (variable is null)
            {
                ThrowNull(op);
            }
            variable.ThrowIfEnded();
            if (
                variable.Block.Owner is { } owner
                && !ReferenceEquals(owner, Arena)
                && owner is Arena<T>
            )
            {
                ThrowForeign(op, variable);
            }
        }
    }

    public void Record(
        Op<T> op,
        ReadOnlySpan<Variable<T>> arguments,
        Variable<T> output,
        Block<T>? saved,
        int savedLength
    )
    {
        if (Count == Entries.Length)
        {
            var entries = Entries;
            Array.Resize(ref entries, 2 * Count);
            Entries = entries;
        }
        if (inputCount + arguments.Length > inputs.Length)
        {
            Array.Resize(ref inputs, Math.Max(2 * inputs.Length, inputCount + arguments.Length));
        }
        for (var i = 0; i < arguments.Length; i++)
        {
            inputs[inputCount + i] = arguments[i];
        }
        ref var entry = ref Entries[Count];
        entry.Op = op;
        entry.Output = output;
        if (saved is not null)
        {
            entry.Saved = saved; // a write barrier that most entries do without: Truncate leaves null
        }
        entry.SavedLength = savedLength;
        entry.FirstInput = inputCount;
        entry.InputCount = arguments.Length;
        output.Entry = Count++;
        inputCount += arguments.Length;
    }

    public void Push(Workspace<T> scope)
    {
        CloseAbandoned();
        if (scope.Records && Trace is not null)
        {
            throw new InvalidOperationException(
                "A tape cannot be opened while a static graph is traced: its ops have no numbers yet, and no gradients."
            );
        }
        scope.Parent = Innermost;
        scope.Start = Count;
        scope.Mark = scope.OwnsMemory ? Arena.Open() : -1;
        Innermost = scope;
        IsRecording = scope.Records;
    }

    public void Pop(Workspace<T> scope)
    {
        Innermost = scope.Parent;
        IsRecording = Innermost is { Records: true };
        // Entries stay only where a tape directly around this one may still ask about them.
        if (!(scope.Records && IsRecording))
        {
            Truncate(scope.Start);
        }
        if (scope.OwnsMemory)
        {
            Arena.Close(scope.Mark);
        }
    }

    /// <summary>A backward pass to use; given back with <see cref="Return"/>.</summary>
    public BackwardPass<T> RentPass()
    {
        var pass = idlePass ?? new BackwardPass<T>(this);
        idlePass = null;
        PassDepth++;
        return pass;
    }

    public void Return(BackwardPass<T> pass)
    {
        PassDepth--;
        idlePass = pass;
    }

    [DoesNotReturn]
    private static void ThrowNull(Op<T> op) =>
        throw new ArgumentNullException(null, $"{op.Name}: an input is null.");

    [DoesNotReturn]
    private static void ThrowForeign(Op<T> op, Variable<T> variable) =>
        throw new InvalidOperationException(
            $"{op.Name}: an input ({variable.Origin} {variable.Shape}) belongs to an open tape or workspace of another thread. "
                + "Hand it over with Detach."
        );

    private void Truncate(int start)
    {
        if (start < Count)
        {
            var firstInput = Entries[start].FirstInput;
            Array.Clear(inputs, firstInput, inputCount - firstInput);
            Array.Clear(Entries, start, Count - start);
            inputCount = firstInput;
            Count = start;
        }
    }

    // A scope that another thread tried to close (it crossed an await) is closed by its own thread at the next occasion.
    private void CloseAbandoned()
    {
        while (Innermost is { IsAbandoned: true } scope)
        {
            Pop(scope);
        }
    }
}

/// <summary>The recorders of the calling thread.</summary>
internal static class ThreadRecorders
{
    [ThreadStatic]
    internal static object? Float;

    [ThreadStatic]
    internal static object? Double;
}
