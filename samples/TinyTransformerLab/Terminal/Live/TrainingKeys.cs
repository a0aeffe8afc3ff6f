namespace TinyTransformerLab;

/// <summary>The keys that steer a watched training, and the footer that names them.</summary>
/// <param name="run">What they act on.</param>
/// <param name="console">Where they are pressed.</param>
internal sealed class TrainingKeys(TrainingRun run, LabConsole console)
{
    private const double Factor = 1.25;
    private const double LeastRate = 1e-5;
    private const double LargestRate = 1e-1;
    private const int ItemsPerLine = 3;

    private static readonly (string Key, string Short, string Long)[] Named =
    [
        ("space", "pause", "pause, and go on"),
        ("+ −", "rate", "learning rate times or divided by 1.25"),
        ("s", "samples", "three samples now"),
        ("r", "reset", "start again from the same seed"),
        ("q", "end", "end training and go on"),
        ("?", "help", "show or hide this"),
    ];

    private readonly List<SampleLine> asked = [];
    private bool isHelpOpen;
    private bool isReset;

    /// <summary>Whether training pauses.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Whether a person has seen enough.</summary>
    public bool WantsEnd { get; private set; }

    /// <summary>Does what the keys say that were pressed since the last time.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Read()
    {
        var wasPressed = false;
        while (console.HasKeys && Console.KeyAvailable)
        {
            Do(Console.ReadKey(intercept: true).KeyChar);
            wasPressed = true;
        }
        return wasPressed;
    }

    /// <summary>Whether training began again since the last time.</summary>
    public bool TakeReset()
    {
        var was = isReset;
        isReset = false;
        return was;
    }

    /// <summary>An update was refused: a person may try a lower rate; without one it is over.</summary>
    public void Diverged()
    {
        IsPaused = console.HasKeys;
        WantsEnd = !console.HasKeys;
    }

    /// <summary>The log with the samples that were asked for.</summary>
    public IReadOnlyList<SampleLine> WithAsked(IReadOnlyList<SampleLine> samples) =>
        asked.Count == 0 ? samples : [.. samples.Concat(asked).OrderBy(line => line.Step)];

    /// <summary>What the keys do.</summary>
    public IReadOnlyList<Line> Footer(Look look) =>
        !console.HasKeys ? []
        : isHelpOpen
            ?
            [
                .. Named.Select(named =>
                    (
                        look.Piece(named.Key, look.Palette.Strong).PadRight(8)
                        + look.Piece(named.Long, look.Palette.Faint)
                    ).Crop(look.Width)
                ),
            ]
        : Lines.Flow(
            Named.Select(named =>
                look.Piece(named.Key, look.Palette.Strong)
                + look.Piece(
                    $" {(IsPaused && named.Key == "space" ? "go on" : named.Short)}",
                    look.Palette.Faint
                )
            ),
            look.Width,
            Line.Blank(3)
        );

    /// <summary>Does what one key says; a key without a meaning does nothing.</summary>
    internal void Do(char key)
    {
        switch (char.ToLowerInvariant(key))
        {
            case ' ':
                IsPaused = !IsPaused;
                break;
            case '+' or '=':
                run.Session.LearningRate = Math.Min(LargestRate, run.Session.LearningRate * Factor);
                break;
            case '-' or '_' or '−':
                run.Session.LearningRate = Math.Max(LeastRate, run.Session.LearningRate / Factor);
                break;
            case 's':
                Ask();
                break;
            case 'r':
                run.Reset();
                asked.Clear();
                (isReset, IsPaused) = (true, false);
                break;
            case 'q':
                WantsEnd = true;
                break;
            case '?':
                isHelpOpen = !isHelpOpen;
                break;
            default:
                break;
        }
    }

    // A seed of its own for every time: the same model has something new to say.
    private void Ask()
    {
        var session = run.Session;
        var view = session.Generate(ItemsPerLine, seed: session.Config.Seed + asked.Count + 1);
        asked.Add(new SampleLine(view.Step, view.Items));
    }
}
