using System.Runtime.InteropServices;
using System.Text;

namespace TinyTransformerLab;

/// <summary>The terminal's second screen, drawn over frame by frame. When it closes, in whatever way, the first one is back as it was.</summary>
internal sealed class Screen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[2J";
    private const string Leave = "\e[?25h\e[?1049l";

    // A terminal that knows them shows a frame at once; any other passes over them.
    private const string BeginFrame = "\e[?2026h\e[H";
    private const string EndFrame = "\e[?2026l";

    private readonly LabConsole console;
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Lock writing = new();
    private bool isOpen;
    private bool isInterrupted;
    private (int Width, int Height) size;

    public Screen(LabConsole console)
    {
        this.console = console;
        Console.CancelKeyPress += OnCancel;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        if (!OperatingSystem.IsWindows())
        {
            // After Ctrl+Z and "fg" the shell has written over it.
            registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Open()));
        }
        Open();
    }

    /// <summary>Shows a frame. What does not fit into the window is cut off.</summary>
    public void Draw(IReadOnlyList<Line> lines)
    {
        var now = (LabConsole.Width, LabConsole.Height);
        var frame = new StringBuilder(BeginFrame);
        if (now != size)
        {
            frame.Append("\e[2J");
            size = now;
        }
        for (var i = 0; i < now.Height; i++)
        {
            var line = (i < lines.Count ? lines[i] : Line.Empty).Crop(now.Width);
            frame.Append(i == 0 ? "" : "\r\n").Append(console.Draw(line));
            if (line.Width < now.Width) // behind a full line the cursor still stands on its last character
            {
                frame.Append("\e[K");
            }
        }
        frame.Append("\e[H").Append(EndFrame);
        lock (writing)
        {
            if (isOpen)
            {
                Write(frame.ToString());
            }
        }
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancel;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        registrations.ForEach(registration => registration.Dispose());
        Close();
    }

    // The second Ctrl+C ends the program without further ado.
    private void OnCancel(object? sender, ConsoleCancelEventArgs arguments)
    {
        if (isInterrupted)
        {
            Close();
        }
        isInterrupted = true;
    }

    private void OnExit(object? sender, EventArgs arguments) => Close();

    private void Open()
    {
        lock (writing)
        {
            isOpen = true;
            Write(Enter);
        }
    }

    private void Close()
    {
        lock (writing)
        {
            if (isOpen)
            {
                Write(Leave);
            }
            isOpen = false;
        }
    }

    private static void Write(string text)
    {
        Console.Out.Write(text);
        Console.Out.Flush();
    }
}
