using System.Numerics;

namespace TinyAutograd;

/// <summary>One line of a tape: an op, what it read, what it gave. Valid while the tape is open.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class TapeEntry<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int start;
    private readonly Recorder<T> recorder;

    internal TapeEntry(int number, int start, Recorder<T> recorder, int entry)
    {
        this.start = start;
        this.recorder = recorder;
        Number = number;
        Op = recorder.Entries[entry].Op;
        Output = recorder.Entries[entry].Output;
        Inputs = recorder.InputsOf(entry).ToArray();
    }

    /// <summary>Position on the tape, from 0.</summary>
    public int Number { get; }

    /// <summary>The operation.</summary>
    public Op<T> Op { get; }

    /// <summary>What it read.</summary>
    public IReadOnlyList<Variable<T>> Inputs { get; }

    /// <summary>What it gave.</summary>
    public Variable<T> Output { get; }

    /// <summary>The number of the entry that made input <paramref name="i"/>, or null for a constant, a parameter, or what an outer tape made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public int? Source(int i)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, Inputs.Count);
        var input = Inputs[i];
        return recorder.Holds(input) && input.Entry >= start ? input.Entry - start : null;
    }

    /// <summary>What input <paramref name="i"/> is called: <c>#3</c> for entry 3, a parameter's name in quotation marks, or <c>constant</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public string InputName(int i) => Source(i) is { } number ? $"#{number}" : Inputs[i].Origin;

    /// <summary>Number, op, inputs and shape in one line.</summary>
    public override string ToString() =>
        $"#{Number} {Op} ← {string.Join(", ", Enumerable.Range(0, Inputs.Count).Select(i => $"{InputName(i)} {Inputs[i].Shape}"))} → {Output.Shape}";
}
