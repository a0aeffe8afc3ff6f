using System.Globalization;
using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>The terminal, or the file that output goes to: what it can show, how wide it is, and how lines get there.</summary>
internal sealed class LabConsole
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;
    private const int NarrowestWidth = 20;
    private const int WidestLook = 160;

    // Terminals that say themselves that they have no more than sixteen colours.
    private static readonly string[] FewColours =
    [
        "linux",
        "xterm",
        "screen",
        "tmux",
        "ansi",
        "cygwin",
        "rxvt",
    ];

    private readonly bool isAscii;
    private readonly ColorSystem colours;
    private readonly StringWriter drawn = new(CultureInfo.InvariantCulture);
    private readonly IAnsiConsole drawer;

    /// <summary>The console as it is.</summary>
    /// <param name="isPlain">No colour, no cursor movement, whatever it can show.</param>
    /// <param name="isAscii">7-bit characters only.</param>
    public LabConsole(bool isPlain, bool isAscii)
    {
        var capabilities = AnsiConsole.Profile.Capabilities;
        var hasEscapes = !isPlain && !Console.IsOutputRedirected && !IsDumb && capabilities.Ansi;
        IsLive = hasEscapes;
        HasKeys = hasEscapes && !Console.IsInputRedirected;
        this.isAscii = isAscii || !capabilities.Unicode;
        colours = hasEscapes ? Detect(capabilities.ColorSystem) : ColorSystem.NoColors;
        drawer = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = hasEscapes ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = Support(colours),
                Out = new AnsiConsoleOutput(drawn),
            }
        );
    }

    /// <summary>Whether a picture may be drawn over and over in the same place.</summary>
    public bool IsLive { get; }

    /// <summary>Whether a person can press keys.</summary>
    public bool HasKeys { get; }

    /// <summary>How to draw on it, at its present width.</summary>
    public Look Look => new(Math.Clamp(Width, NarrowestWidth, WidestLook), isAscii, colours);

    /// <summary>Columns of the window; 80 or what COLUMNS says where there is none.</summary>
    public static int Width =>
        Console.IsOutputRedirected
            ? int.TryParse(
                Environment.GetEnvironmentVariable("COLUMNS"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var columns
            )
                ? columns
                : UsualWidth
            : Console.WindowWidth is > 0 and var width
                ? width
                : UsualWidth;

    /// <summary>Lines of the window.</summary>
    public static int Height =>
        !Console.IsOutputRedirected && Console.WindowHeight is > 0 and var height
            ? height
            : UsualHeight;

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>Prints lines.</summary>
    public void Write(IEnumerable<Line> lines)
    {
        foreach (var line in lines)
        {
            Console.Out.Write(Draw(line).TrimEnd(' ') + Environment.NewLine);
        }
        Console.Out.Flush();
    }

    /// <summary>A line with the escape sequences of its styles, if this console takes them.</summary>
    public string Draw(Line line)
    {
        drawn.GetStringBuilder().Clear();
        drawer.Write(Lines.AsWidget([line]));
        return drawn.ToString().TrimEnd('\r', '\n');
    }

    private static ColorSystem Detect(ColorSystem detected)
    {
        var terminal = Environment.GetEnvironmentVariable("TERM") ?? "";
        return detected == ColorSystem.EightBit && FewColours.Contains(terminal)
            ? ColorSystem.Standard
            : detected;
    }

    private static ColorSystemSupport Support(ColorSystem colours) =>
        colours switch
        {
            ColorSystem.TrueColor => ColorSystemSupport.TrueColor,
            ColorSystem.EightBit => ColorSystemSupport.EightBit,
            ColorSystem.Standard => ColorSystemSupport.Standard,
            ColorSystem.Legacy => ColorSystemSupport.Legacy,
            _ => ColorSystemSupport.NoColors,
        };
}
