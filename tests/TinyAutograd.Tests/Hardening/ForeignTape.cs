namespace TinyAutograd.Tests.Hardening;

/// <summary>A tape that another thread has open, and a variable on it.</summary>
internal sealed class ForeignTape : IDisposable
{
    private readonly ManualResetEventSlim isOver = new();
    private readonly Thread thread;

    public ForeignTape()
    {
        using var isOpen = new ManualResetEventSlim();
        thread = new Thread(() =>
        {
            using var tape = new Tape<double>();
            Tape = tape;
            Variable = TinyAutograd.Variable.Ones<double>([2]) * 3.0;
            isOpen.Set();
            isOver.Wait();
        });
        thread.Start();
        isOpen.Wait();
    }

    public Tape<double> Tape { get; private set; } = null!;

    public Variable<double> Variable { get; private set; } = null!;

    public void Dispose()
    {
        isOver.Set();
        thread.Join();
        isOver.Dispose();
    }
}
