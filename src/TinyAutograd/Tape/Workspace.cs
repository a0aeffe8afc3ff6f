using System.Numerics;

namespace TinyAutograd;

/// <summary>Reuses memory without recording: what is computed while it is open is recycled when it closes. For inference without garbage,
/// and for evaluation in the middle of a training step.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Use it with <c>using</c>. It belongs to the thread that opened it and must not cross an <c>await</c>. While a workspace is
/// the innermost scope, tapes around it record nothing.</remarks>
public class Workspace<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private volatile bool isAbandoned;
    private bool isOpen;

    /// <summary>Opens a workspace on this thread.</summary>
    public Workspace()
        : this(records: false, isHidden: false) { }

    private protected Workspace(bool records, bool isHidden)
    {
        ElementType.ThrowIfUnsupported<T>();
        Recorder = Recorder<T>.Current;
        Records = records;
        IsHidden = isHidden;
        Open();
    }

    internal Recorder<T> Recorder { get; }

    internal bool Records { get; }

    /// <summary>Whether it is a pause of recording within a backward pass, which shares the memory around it.</summary>
    internal bool IsHidden { get; }

    internal bool IsAbandoned => isAbandoned;

    internal Workspace<T>? Parent { get; set; }

    /// <summary>Number of entries that were on the list when it opened.</summary>
    internal int Start { get; set; }

    /// <summary>Mark of its memory region, where it has one of its own.</summary>
    internal int Mark { get; set; }

    /// <summary>The outermost scope and every plain workspace have their own memory; a tape within another shares its memory.</summary>
    internal bool OwnsMemory { get; private set; }

    /// <summary>Hands a result out of the scope: the same variable where a scope around this one keeps it alive, a copy otherwise.</summary>
    /// <param name="result">A variable that is alive.</param>
    /// <returns>A variable that lives on after this scope closes.</returns>
    /// <exception cref="InvalidOperationException">Called from another thread or while an inner scope is open.</exception>
    public Variable<T> Keep(Variable<T> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        ThrowIfNotUsable();
        if (result.Block.Owner is Placeholder<T>)
        {
            return result; // it has no numbers that could end
        }
        result.ThrowIfEnded();
        if (result.Block.Owner is not Arena<T>)
        {
            return result;
        }
        if (Parent is null)
        {
            return result.Detach();
        }
        if (OwnsMemory)
        {
            ThrowIfNotInnermost("Keep");
            Mark = Recorder.Arena.MoveOut(result.Block, Mark);
        }
        return result;
    }

    /// <summary>Closes the scope. Variables that were made under it end, unless a tape around it keeps them.</summary>
    /// <exception cref="InvalidOperationException">Called from another thread, or while a scope that was opened later is still open.</exception>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the scope.</summary>
    /// <param name="isDisposing">Whether called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool isDisposing)
    {
        if (!isOpen || !isDisposing)
        {
            return;
        }
        if (!ReferenceEquals(Recorder, Recorder<T>.Current))
        {
            isAbandoned = true;
            throw new InvalidOperationException(
                $"{Kind} was opened on thread {Recorder.ManagedThreadId} and closed on thread {Environment.CurrentManagedThreadId}. "
                    + "It belongs to one thread and must not cross an await."
            );
        }
        ThrowIfNotInnermost("Dispose");
        isOpen = false;
        Recorder.Pop(this);
    }

    private protected string Kind => Records ? "The tape" : "The workspace";

    internal bool IsOpen => isOpen && !isAbandoned;

    private protected void Open()
    {
        OwnsMemory = !IsHidden && (!Records || Recorder.Innermost is null);
        Recorder.Push(this);
        isOpen = true;
    }

    internal void ThrowIfNotUsable()
    {
        ObjectDisposedException.ThrowIf(!IsOpen, this);
        if (!ReferenceEquals(Recorder, Recorder<T>.Current))
        {
            throw new InvalidOperationException(
                $"{Kind} belongs to thread {Recorder.ManagedThreadId} and was used on thread {Environment.CurrentManagedThreadId}. "
                    + "It must not cross an await."
            );
        }
    }

    private void ThrowIfNotInnermost(string method)
    {
        if (!ReferenceEquals(Recorder.Innermost, this))
        {
            throw new InvalidOperationException(
                $"{Kind}.{method}: a tape or workspace that was opened later is still open. Close scopes in the reverse order of opening."
            );
        }
    }
}
