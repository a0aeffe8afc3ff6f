namespace TinyTransformerLab;

/// <summary>Prints panels one after the other; for a watching person line by line, until a key asks for the rest.</summary>
/// <param name="console">Where.</param>
/// <param name="interruption">Ctrl+C.</param>
/// <param name="isPaced">Whether a person is watching.</param>
internal sealed class PanelWriter(LabConsole console, Interruption interruption, bool isPaced)
{
    private static readonly TimeSpan PerLine = TimeSpan.FromMilliseconds(18);
    private static readonly TimeSpan PerPanel = TimeSpan.FromMilliseconds(700);

    private bool isPaced = isPaced && console.IsLive;

    /// <summary>Prints a panel and a blank line.</summary>
    public void Write(Panel panel)
    {
        foreach (var line in panel.Lines)
        {
            if (interruption.IsRequested)
            {
                return;
            }
            console.Write([line]);
            Wait(PerLine);
        }
        console.Write([Line.Empty]);
        Wait(PerPanel);
    }

    private void Wait(TimeSpan length)
    {
        if (console.HasKeys && Console.KeyAvailable)
        {
            Console.ReadKey(intercept: true);
            isPaced = false;
        }
        if (isPaced)
        {
            Thread.Sleep(length);
        }
    }
}
