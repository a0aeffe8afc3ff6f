namespace TinyTransformerLab;

/// <summary>Writes items, and shows the odds of the next letter.</summary>
internal static class GenerateCommand
{
    private const int DefaultCount = 20;

    public static int Run(LabRequest request)
    {
        using var workshop = new Workshop(request);
        var count = request.Count ?? DefaultCount;
        if (request is { IsJson: true, ModelPath: null })
        {
            return TrainCommand.Lines(request, workshop, count);
        }
        return workshop.Look(session =>
        {
            if (request.IsJson)
            {
                new JsonLines(Console.Out).Generated(
                    session.Generate(count, request.Sampling, request.Prefix)
                );
                return ExitCode.Success;
            }
            Print(request, session, count);
            PrintOdds(request, session);
            return ExitCode.Success;
        });
    }

    /// <summary>The items with their verdicts.</summary>
    public static void Print(LabRequest request, LabSession session, int count)
    {
        if (count == 0)
        {
            return;
        }
        var look = request.Console.Look;
        var view = session.Generate(count, request.Sampling, request.Prefix);
        request.Console.Write([
            Line.Empty,
            .. look.Wrap(
                $"{Digits.Count(count)} {session.Info.ItemNoun}, {NameLines.Sampling(request.Sampling)}; behind each letter its surprise in nats:"
            ),
            .. NameLines.Draw(look, session.Info, view),
        ]);
    }

    private static void PrintOdds(LabRequest request, LabSession session)
    {
        var look = request.Console.Look;
        request.Console.Write([
            Line.Empty,
            .. NextLetterLines.Draw(look, session.NextLetter(request.Prefix, request.Sampling)),
        ]);
        if (request.Word is { } word)
        {
            request.Console.Write([
                Line.Empty,
                .. ExplainLines.Draw(look, session.Explain(word)),
                Line.Empty,
                .. LensLines.Draw(look, session.Lens(word)),
            ]);
        }
    }
}
