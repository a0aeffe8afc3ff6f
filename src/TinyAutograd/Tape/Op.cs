using System.Numerics;

namespace TinyAutograd;

/// <summary>An operation: a shape rule, a forward computation and a backward rule. Every op of the library, and every user's own,
/// derives from this class or from <see cref="UnaryOp{T}"/>, <see cref="BinaryOp{T}"/> and <see cref="FusedOp{T}"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Attributes (an axis, a slope) are constructor parameters; an op without attributes is best a singleton. An op holds no
/// state between calls, so one instance serves all threads.</remarks>
public abstract partial class Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The name in tapes and messages: <c>tanh</c>, <c>matMul</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The attributes for tapes and messages, <c>axis: 1</c>, or empty.</summary>
    public virtual string Attributes => "";

    /// <summary>Whether there is a derivative. An op without one stops a gradient with an error, never silently.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>Whether the op gives infinities on purpose, where its inputs have none: a mask of −∞. Anomaly detection does not blame it.</summary>
    public virtual bool GivesInfinity => false;

    /// <summary>Whether the result reads the memory of the first input (a reshape). Then <see cref="Forward"/> is not called.</summary>
    protected internal virtual bool SharesMemory => false;

    /// <summary>The shape of the result. Validates the inputs; messages name the op and the shapes.</summary>
    /// <param name="inputs">At least one.</param>
    /// <returns>The shape of the result.</returns>
    /// <exception cref="ArgumentException">The inputs do not fit.</exception>
    public abstract Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs);

    /// <summary>How many numbers <see cref="Forward"/> leaves for the backward rule. None unless overridden.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <returns>Number of elements of <see cref="OpCall{T}.Saved"/>.</returns>
    public virtual int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) => 0;

    /// <summary>Computes the result.</summary>
    /// <param name="inputs">The inputs, validated.</param>
    /// <param name="y">The result, row-major, uninitialised: every element must be written.</param>
    /// <param name="saved">Room for what the backward rule needs, uninitialised; empty while nothing is recorded.</param>
    public abstract void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved);

    /// <summary>The backward rule, written in public ops: sets <c>dx[i]</c> for each input that <c>dx.Needs(i)</c>.</summary>
    /// <param name="call">The recorded call: inputs, output, what was saved.</param>
    /// <param name="dy">Gradient of the loss with respect to the output, of the output's shape.</param>
    /// <param name="dx">Takes the gradients of the inputs. A value may have any shape that broadcasts to or from the input's.</param>
    public abstract void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx);

    /// <summary>A faster form of <see cref="Backward"/> for when nobody records the backward pass: writes into <c>dx.Room(i)</c>.</summary>
    /// <param name="call">The recorded call.</param>
    /// <param name="dy">Gradient with respect to the output, row-major. Its memory is recycled afterwards.</param>
    /// <param name="dx">Takes the gradients of the inputs.</param>
    /// <returns>Whether it did the work; if not, it touched nothing and <see cref="Backward"/> is used.</returns>
    public virtual bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx) =>
        false;

    /// <summary>Computes the op on these inputs, and records it if a tape is open.</summary>
    /// <param name="inputs">Variables, alive, not of another thread's open tape.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The inputs do not fit.</exception>
    /// <exception cref="ObjectDisposedException">An input's tape is closed.</exception>
    /// <exception cref="InvalidOperationException">An input belongs to an open tape of another thread, or reads an updated parameter.</exception>
    public Variable<T> Apply(params ReadOnlySpan<Variable<T>> inputs)
    {
        var recorder = Recorder<T>.Current;
        if (recorder.Trace is { } trace && trace.TryAdd(this, inputs, out var traced))
        {
            return traced;
        }
        recorder.Validate(this, inputs);
        var shape = ShapeOf(inputs);
        var observer = recorder.Observer;
        var begin = observer?.Begin() ?? 0;
        var isRecorded = recorder.IsRecording;
        var sharesMemory = SharesMemory;
        var savedLength = isRecorded && !sharesMemory ? LengthToSave(inputs, shape) : 0;
        var saved = savedLength > 0 ? recorder.Arena.Rent(savedLength) : null;
        var length = shape.ElementCount;
        Block<T> memory;
        if (sharesMemory)
        {
            memory = inputs[0].Block;
        }
        else
        {
            memory = recorder.Arena.Rent(length);
            Forward(inputs, memory.Span(length), saved is null ? default : saved.Span(savedLength));
        }
        var y = new Variable<T>(memory, shape, length, Name);
        if (isRecorded)
        {
            recorder.Record(this, inputs, y, saved, savedLength);
        }
        observer?.Computed(this, inputs, y, begin);
        return y;
    }

    // Negative, too, where an op multiplied beyond 32 bits.
    private int LengthToSave(ReadOnlySpan<Variable<T>> inputs, Shape shape)
    {
        var length = SavedLength(inputs, shape);
        return (uint)length <= Shape.MaxElementCount
            ? length
            : throw new ArgumentException(
                $"{Name}: its gradient needs more than {Shape.MaxElementCount:N0} numbers to be saved. Use smaller inputs, or compute it outside of a tape."
            );
    }

    /// <summary>Name and attributes: <c>sum(axis: 1)</c>.</summary>
    public override string ToString() => Attributes.Length == 0 ? Name : $"{Name}({Attributes})";
}

/// <summary>A recorded call of an op, as its backward rule sees it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct OpCall<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Recorder<T> recorder;
    private readonly int entry;

    internal OpCall(Recorder<T> recorder, int entry)
    {
        this.recorder = recorder;
        this.entry = entry;
    }

    /// <summary>Number of inputs.</summary>
    public int InputCount => recorder.Entries[entry].InputCount;

    /// <summary>Input number <paramref name="i"/>.</summary>
    public Variable<T> Input(int i) => recorder.InputsOf(entry)[i];

    /// <summary>The result of the call.</summary>
    public Variable<T> Output => recorder.Entries[entry].Output!;

    /// <summary>What <see cref="Op{T}.Forward"/> left for the backward rule.</summary>
    public ReadOnlySpan<T> Saved =>
        recorder.Entries[entry].Saved is { } block
            ? block.Span(recorder.Entries[entry].SavedLength)
            : default;
}

/// <summary>Sees each computed op, each gradient of an input and each visit of a backward pass: how anomaly detection and time measurement listen.</summary>
internal interface IOpObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What the user opened, for messages.</summary>
    string Name { get; }

    /// <summary>An op, or the visit of an entry, begins.</summary>
    /// <returns>The observer's own mark of this moment, handed back at the end.</returns>
    long Begin() => 0;

    /// <summary>An op that began at <paramref name="begin"/> gave <paramref name="y"/>, which by now is recorded if anything is.</summary>
    void Computed(Op<T> op, ReadOnlySpan<Variable<T>> inputs, Variable<T> y, long begin);

    /// <summary>The rule of an entry turned <paramref name="dy"/> into the gradient <paramref name="dx"/> of its input number <paramref name="input"/>.</summary>
    void Differentiated(int entry, int input, Variable<T> dy, Variable<T> dx) { }

    /// <summary>The rule of an entry has run since <paramref name="begin"/>, and its gradients have been added to others.</summary>
    void Visited(int entry, long begin) { }
}
