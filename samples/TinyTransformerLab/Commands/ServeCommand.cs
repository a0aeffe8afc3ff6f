namespace TinyTransformerLab;

/// <summary>Serves the live page on a loopback address until Ctrl+C.</summary>
internal static class ServeCommand
{
    public static int Run(LabRequest request) =>
        LabServer.Run(
            new LabServerSettings
            {
                Config = request.Config,
                Page = new LivePage(LabPage.Live()),
                Port = request.Port,
            },
            Console.Out
        );
}
