using System.Collections.Concurrent;

namespace TinyAutograd.Transformer;

/// <summary>One thread that does what it is given, in order. A thread keeps the memory of its tapes for the next: work that wandered over the
/// thread pool would keep as much for each thread that it met.</summary>
internal sealed class WorkThread : IDisposable
{
    private readonly BlockingCollection<Action> queue = [];

    public WorkThread(string name) => new Thread(Work) { IsBackground = true, Name = name }.Start();

    /// <summary>The result of some work, or its exception.</summary>
    public Task<TResult> Run<TResult>(Func<TResult> work)
    {
        // A continuation must not run on this thread: it may wait for the next piece of work.
        var result = new TaskCompletionSource<TResult>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        queue.Add(() =>
        {
            try
            {
                result.SetResult(work());
            }
            catch (Exception error)
            {
                result.SetException(error);
            }
        });
        return result.Task;
    }

    /// <summary>The thread ends when its work is done.</summary>
    public void Dispose() => queue.CompleteAdding();

    private void Work()
    {
        foreach (var work in queue.GetConsumingEnumerable())
        {
            work();
        }
        queue.Dispose();
    }
}
