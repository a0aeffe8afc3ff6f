using System.Numerics;

namespace TinyAutograd;

/// <summary>While open, measures how long each entry of a tape takes, forward and backward.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>Use it with <c>using</c>, right after the tape is opened. The times are read by entry number, during measurement or later.</para>
/// <para>An entry's forward time is that of its op with the memory it takes. Its backward time is that of its rule and of adding up the
/// gradients that the rule gives, summed over all passes. What a rule records on an outer tape has forward times of its own, which are part
/// of the rule's time as well. Time between the ops, in the program around them, belongs to none.</para>
/// <para>It is a measuring instrument: the one place of the library that reads a clock. No result depends on it. A first step contains
/// just-in-time compilation and growing memory, so measure a later one.</para>
/// <para>Cost: two clock readings per op and visit; nothing where none is open.</para>
/// </remarks>
public sealed class TapeTimes<T> : IOpObserver<T>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> tape;
    private readonly TimeProvider clock;
    private readonly List<long> forward = []; // by entry number, in ticks of the clock
    private readonly List<long> backward = [];
    private bool isOpen = true;

    /// <summary>Starts measuring.</summary>
    /// <param name="tape">The tape, open on this thread. Entries that it already has get the forward time 0.</param>
    /// <param name="clock">Gives the time stamps; the system's unless told.</param>
    /// <exception cref="InvalidOperationException">Another <see cref="TapeTimes{T}"/> or an <see cref="AnomalyDetection{T}"/> is open on this
    /// thread, or the tape belongs to another thread.</exception>
    /// <exception cref="ObjectDisposedException">The tape is closed.</exception>
    public TapeTimes(Tape<T> tape, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        tape.ThrowIfNotUsable();
        if (tape.Recorder.Observer is { } other)
        {
            throw new InvalidOperationException(
                $"TapeTimes cannot be opened while {other.Name} is open on this thread. Close that first."
            );
        }
        this.tape = tape;
        this.clock = clock ?? TimeProvider.System;
        Grow(tape.End - tape.Start);
        tape.Recorder.Observer = this;
    }

    string IOpObserver<T>.Name => "TapeTimes";

    /// <summary>Time of an entry's forward computation.</summary>
    /// <param name="entry">Its number on the tape, <see cref="TapeEntry{T}.Number"/>.</param>
    /// <returns>0 if it was recorded before measurement began.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tape had no such entry while this was open.</exception>
    public TimeSpan Forward(int entry) => Read(forward, entry);

    /// <summary>Time of an entry's backward rule, summed over all passes so far.</summary>
    /// <param name="entry">Its number on the tape, <see cref="TapeEntry{T}.Number"/>.</param>
    /// <returns>0 if no pass came by: it lies on no path from a target to a loss.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tape had no such entry while this was open.</exception>
    public TimeSpan Backward(int entry) => Read(backward, entry);

    /// <summary>Stops measuring. The times stay.</summary>
    /// <exception cref="InvalidOperationException">Called from another thread.</exception>
    public void Dispose()
    {
        if (!isOpen)
        {
            return;
        }
        if (!ReferenceEquals(tape.Recorder, Recorder<T>.Current))
        {
            throw new InvalidOperationException(
                $"TapeTimes was opened on thread {tape.Recorder.ManagedThreadId} and closed on thread {Environment.CurrentManagedThreadId}. "
                    + "It belongs to one thread and must not cross an await."
            );
        }
        tape.Recorder.Observer = null;
        isOpen = false;
    }

    long IOpObserver<T>.Begin() => clock.GetTimestamp();

    void IOpObserver<T>.Computed(
        Op<T> op,
        ReadOnlySpan<Variable<T>> inputs,
        Variable<T> y,
        long begin
    )
    {
        var end = clock.GetTimestamp();
        if (tape.Recorder.Holds(y) && IsOwn(y.Entry))
        {
            Grow(y.Entry - tape.Start + 1);
            forward[y.Entry - tape.Start] = end - begin;
        }
    }

    void IOpObserver<T>.Visited(int entry, long begin)
    {
        var end = clock.GetTimestamp();
        // A pass within a pass is part of the outer rule.
        if (tape.Recorder.PassDepth == 1 && IsOwn(entry))
        {
            backward[entry - tape.Start] += end - begin;
        }
    }

    // What a workspace within the tape records, such as the inside of a rule, is not on the tape.
    private bool IsOwn(int entry) => tape.IsOpen && entry >= tape.Start && entry < tape.End;

    private void Grow(int count)
    {
        while (forward.Count < count)
        {
            forward.Add(0);
            backward.Add(0);
        }
    }

    private TimeSpan Read(List<long> ticks, int entry)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(entry);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(entry, ticks.Count);
        return clock.GetElapsedTime(0, ticks[entry]);
    }
}
