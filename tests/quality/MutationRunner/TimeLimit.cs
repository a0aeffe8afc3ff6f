using System.Diagnostics;

namespace MutationRunner;

/// <summary>Ends the process when tests take longer than 6 seconds and three times what they take without a fault.</summary>
internal sealed class TimeLimit
{
    private const double Allowance = 6;
    private const double Factor = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Stopwatch clock = new();
    private readonly Action exceeded;
    private double seconds;

    /// <summary>Begins to watch, with the clock at rest.</summary>
    /// <param name="exceeded">What to do before the process ends.</param>
    public TimeLimit(Action exceeded)
    {
        this.exceeded = exceeded;
        new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
    }

    /// <summary>Starts the clock anew.</summary>
    /// <param name="usual">Seconds that the work which comes now takes without a fault.</param>
    public void Start(double usual)
    {
        lock (gate)
        {
            seconds = Allowance + Factor * usual;
            clock.Restart();
        }
    }

    /// <summary>Stops the clock. Does not return if time was up.</summary>
    public void Stop()
    {
        lock (gate)
        {
            clock.Reset();
        }
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(Pause);
            lock (gate)
            {
                if (clock.Elapsed.TotalSeconds > seconds)
                {
                    exceeded();
                    // Not an orderly end, which would wait for what does not end.
                    Process.GetCurrentProcess().Kill();
                    Thread.Sleep(Timeout.Infinite);
                }
            }
        }
    }
}
