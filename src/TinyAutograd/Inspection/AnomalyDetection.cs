using System.Numerics;

namespace TinyAutograd;

/// <summary>While open, the first op of this thread that produces NaN or infinity throws, in the forward computation and in gradients.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>Use it with <c>using</c>, around what is to be watched. The <see cref="AnomalyException"/> names the op, the shapes of its inputs, and file and line of
/// the call; for a gradient those of the forward call, if that too was made while detection was open.</para>
/// <para>An op is blamed for what it produces, not for what it passes on. It is blamed for NaN where no input holds NaN, so also for ∞ − ∞ and 0 · ∞; and
/// for infinity where every input is finite, so that masks of −∞ may pass. Data and parameters that are not finite to begin with are nobody's
/// fault here. For gradients the upstream gradient, the op's inputs and its result count as inputs.</para>
/// <para>Cost: every op looks at all its numbers and, while a tape records, at the stack. For finding faults, not for training.</para>
/// </remarks>
public sealed class AnomalyDetection<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Recorder<T> recorder;
    private AnomalyObserver<T>? observer;

    /// <summary>Starts watching this thread. Within another detection it shares that one's knowledge.</summary>
    /// <exception cref="InvalidOperationException">A <see cref="TapeTimes{T}"/> is open on this thread.</exception>
    public AnomalyDetection()
    {
        ElementType.ThrowIfUnsupported<T>();
        recorder = Recorder<T>.Current;
        if (recorder.Observer is { } other and not AnomalyObserver<T>)
        {
            throw new InvalidOperationException(
                $"AnomalyDetection cannot be opened while {other.Name} is open on this thread. Close that first."
            );
        }
        observer = recorder.Observer as AnomalyObserver<T> ?? new AnomalyObserver<T>(recorder);
        observer.UserCount++;
        recorder.Observer = observer;
    }

    /// <summary>Stops watching.</summary>
    /// <exception cref="InvalidOperationException">Called from another thread.</exception>
    public void Dispose()
    {
        if (observer is null)
        {
            return;
        }
        if (!ReferenceEquals(recorder, Recorder<T>.Current))
        {
            throw new InvalidOperationException(
                $"AnomalyDetection was opened on thread {recorder.ManagedThreadId} and closed on thread {Environment.CurrentManagedThreadId}. "
                    + "It belongs to one thread and must not cross an await."
            );
        }
        if (--observer.UserCount == 0)
        {
            recorder.Observer = null;
        }
        observer = null;
    }
}
