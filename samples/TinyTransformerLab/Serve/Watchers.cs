namespace TinyTransformerLab;

/// <summary>Counts the pages that watch. When the last one has left and none has come back within a grace period (a reload), it says so.</summary>
/// <param name="grace">How long a page may be away.</param>
/// <param name="clock">Measures the grace.</param>
/// <param name="allLeft">Called when nobody watches any more; from any thread; it must not wait.</param>
internal sealed class Watchers(TimeSpan grace, TimeProvider clock, Action allLeft) : IDisposable
{
    /// <summary>Pages that may watch at the same time.</summary>
    public const int Most = 16;

    private readonly Lock gate = new();
    private int count;
    private int visits;
    private ITimer? farewell;

    /// <summary>Pages that watch now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>One more watches, until the result is disposed of.</summary>
    /// <exception cref="RefusalException">There are <see cref="Most"/> already.</exception>
    public IDisposable Enter()
    {
        lock (gate)
        {
            if (count == Most)
            {
                throw RefusalException.Busy(
                    $"This lab is open in {Most} pages already; close one of them."
                );
            }
            count++;
            farewell?.Dispose();
            farewell = null;
        }
        return new Place(this);
    }

    public void Dispose()
    {
        lock (gate)
        {
            farewell?.Dispose();
            farewell = null;
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            count--;
            if (count == 0)
            {
                var visit = ++visits;
                farewell = clock.CreateTimer(
                    _ => OnGraceOver(visit),
                    null,
                    grace,
                    Timeout.InfiniteTimeSpan
                );
            }
        }
    }

    private void OnGraceOver(int visit)
    {
        lock (gate)
        {
            // A page may have come back, and even left again, while this timer was already on its way.
            if (count == 0 && visit == visits)
            {
                allLeft();
            }
        }
    }

    private sealed class Place(Watchers watchers) : IDisposable
    {
        private int isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isLeft, 1) == 0)
            {
                watchers.Leave();
            }
        }
    }
}
