using System.Runtime.InteropServices;

namespace TinyTransformerLab;

/// <content>The server as a command.</content>
internal sealed partial class LabServer
{
    /// <summary>Serves until Ctrl+C, a request to end, or <paramref name="cancellation"/>.</summary>
    /// <param name="settings">What is served.</param>
    /// <param name="output">Told the address, and how to stop.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The exit code: 0.</returns>
    /// <inheritdoc cref="Start" path="/exception"/>
    public static int Run(
        LabServerSettings settings,
        TextWriter output,
        CancellationToken cancellation = default
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        RunAsync(settings, output, end.Token).GetAwaiter().GetResult();
        return 0;

        // The second one ends the program at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !end.IsCancellationRequested;
            end.Cancel();
        }
    }

    private static async Task RunAsync(
        LabServerSettings settings,
        TextWriter output,
        CancellationToken end
    )
    {
        await using var server = await Start(settings);
        await output.WriteLineAsync(
            $"""
            {Words.Title} is open at

              {server.Address}

            Open this address in a browser on this computer; no other computer can reach it. Whoever has the address can train and look.
            Ctrl+C ends it.
            """
        );
        await output.FlushAsync(CancellationToken.None);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = end.Register(ended.SetResult);
        await ended.Task;
    }
}
