using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace TinyTransformerLab;

/// <summary>The thread that trains. Requests wait in a short queue; while training, one of them is answered between two steps, so neither starves the other.</summary>
internal sealed class LabRunner : IDisposable
{
    /// <summary>Requests that may wait.</summary>
    public const int QueueLength = 32;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<QueuedRequest> requests = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly Action<Exception> report;
    private readonly Thread thread;
    private readonly LiveTraining training;

    /// <summary>Builds the first session and waits for commands.</summary>
    /// <param name="config">What is built first.</param>
    /// <param name="clock">Measures letters per second.</param>
    /// <param name="report">Told of an unexpected error of a training step.</param>
    /// <inheritdoc cref="LabSession(LabConfig)" path="/exception"/>
    public LabRunner(LabConfig config, TimeProvider clock, Action<Exception> report)
    {
        this.report = report;
        // A session belongs to one thread from the beginning, and so it is built there.
        var built = new TaskCompletionSource<LiveTraining>();
        thread = new Thread(() =>
        {
            try
            {
                built.SetResult(new LiveTraining(config, clock));
            }
            catch (Exception error)
            {
                built.SetException(error);
                return;
            }
            Work(built.Task.Result);
        })
        {
            Name = "Lab",
            IsBackground = true,
        };
        thread.Start();
        try
        {
            training = built.Task.GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            Dispose();
            ExceptionDispatchInfo.Throw(error);
            throw;
        }
    }

    /// <summary>How the lab looks now. Any thread may read it, at any time, without waiting.</summary>
    public LabSnapshot Latest => training.Latest;

    /// <summary>Looks at the session, between two steps.</summary>
    /// <param name="look">What to look at. It must not change the session.</param>
    /// <param name="cancellation">Cancelled once nobody waits for the answer.</param>
    /// <returns>What was seen, or what <paramref name="look"/> threw.</returns>
    /// <exception cref="RefusalException">Too many requests wait already, or the lab is closing.</exception>
    public Task<TResult> Look<TResult>(
        Func<LabSession, TResult> look,
        CancellationToken cancellation = default
    ) => Ask(training => look(training.Session), cancellation);

    /// <summary>Gives a command, which takes effect between two steps.</summary>
    /// <returns>How the lab looks after it, or what <paramref name="command"/> threw.</returns>
    /// <exception cref="RefusalException">Too many requests wait already, or the lab is closing.</exception>
    public Task<LabSnapshot> Command(
        Action<LiveTraining> command,
        CancellationToken cancellation = default
    ) =>
        Ask(
            training =>
            {
                command(training);
                return training.Latest;
            },
            cancellation
        );

    /// <summary>Pauses once what waits is answered. This is not refused for want of room: it is needed when nobody is there to ask again.</summary>
    public void PauseSoon() => TryAdd(new QueuedRequest<bool>(Paused, CancellationToken.None));

    /// <summary>Ends the thread after the present step; requests that still wait are cancelled.</summary>
    public void Dispose()
    {
        requests.CompleteAdding();
        stopping.Cancel();
        // A background thread: should one step take longer, the end of the program does not wait for it. The queue stays usable, so that whoever
        // asks too late is told so.
        thread.Join(Farewell);
    }

    private Task<TResult> Ask<TResult>(
        Func<LiveTraining, TResult> work,
        CancellationToken cancellation
    )
    {
        if (requests.Count >= QueueLength)
        {
            throw RefusalException.Busy(
                $"The lab is busy: {QueueLength} requests are waiting already. Try again in a moment."
            );
        }
        var request = new QueuedRequest<TResult>(work, cancellation);
        return TryAdd(request)
            ? request.Result
            : throw RefusalException.Busy("The lab is closing.");
    }

    private bool TryAdd(QueuedRequest request)
    {
        try
        {
            requests.Add(request);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // nothing is taken any more: the end has come between
        }
    }

    private static bool Paused(LiveTraining training)
    {
        training.Pause();
        return true;
    }

    private void Work(LiveTraining training)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (Next(training) is { } request)
                {
                    request.Answer(training);
                }
                if (training.IsRunning)
                {
                    Advance(training);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the end, while nothing was to be done
        }
        while (requests.TryTake(out var request))
        {
            request.Cancel();
        }
    }

    // Without anything to train the thread sleeps until it is asked.
    private QueuedRequest? Next(LiveTraining training) =>
        requests.TryTake(out var request, training.IsRunning ? 0 : Timeout.Infinite, stopping.Token)
            ? request
            : null;

    private void Advance(LiveTraining training)
    {
        try
        {
            training.Advance();
        }
        catch (Exception error)
        {
            report(error);
            training.Fail($"Training stopped by an unexpected error: {error.Message}");
        }
    }
}
