namespace TinyTransformerLab;

/// <summary>Turns Ctrl+C into a request to stop after the present step, so that everything asked for is still saved and reported.</summary>
internal sealed class Interruption : IDisposable
{
    private volatile bool isRequested;

    public Interruption() => Console.CancelKeyPress += OnCancel;

    public bool IsRequested => isRequested;

    public void Dispose() => Console.CancelKeyPress -= OnCancel;

    private void OnCancel(object? sender, ConsoleCancelEventArgs arguments)
    {
        // The second Ctrl+C ends the program at once.
        arguments.Cancel = !isRequested;
        isRequested = true;
    }
}
