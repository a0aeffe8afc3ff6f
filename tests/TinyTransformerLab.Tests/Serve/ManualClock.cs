namespace TinyTransformerLab.Tests.Serve;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> timers = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new ManualTimer(() => callback(state), now + dueTime);
        timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        now += time;
        foreach (var timer in timers.Where(timer => timer.IsDue(now)).ToArray())
        {
            timers.Remove(timer);
            timer.Ring();
        }
    }

    private sealed class ManualTimer(Action ring, TimeSpan due) : ITimer
    {
        private bool isDisposed;

        public void Ring() => ring();

        public bool IsDue(TimeSpan now) => !isDisposed && due <= now;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
