namespace TinyTransformerLab;

/// <summary>Something to be done between two steps, by the thread that trains.</summary>
internal abstract class QueuedRequest
{
    /// <summary>Does it. Whatever it throws goes to the one who asked.</summary>
    public abstract void Answer(LiveTraining training);

    /// <summary>Tells the one who asked that it will not be done.</summary>
    public abstract void Cancel();
}

/// <summary>Something to be done, with a result.</summary>
/// <param name="work">What to do.</param>
/// <param name="cancellation">Cancelled once nobody waits for the result any more: what has not begun is left undone.</param>
internal sealed class QueuedRequest<TResult>(
    Func<LiveTraining, TResult> work,
    CancellationToken cancellation
) : QueuedRequest
{
    // Asynchronous: whoever waits must not go on working on the thread that trains.
    private readonly TaskCompletionSource<TResult> result = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>The result, when it is there.</summary>
    public Task<TResult> Result => result.Task;

    public override void Answer(LiveTraining training)
    {
        if (cancellation.IsCancellationRequested)
        {
            Cancel();
            return;
        }
        try
        {
            result.SetResult(work(training));
        }
        catch (Exception error)
        {
            result.SetException(error);
        }
    }

    public override void Cancel() => result.TrySetCanceled(cancellation);
}
