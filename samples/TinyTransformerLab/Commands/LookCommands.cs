namespace TinyTransformerLab;

/// <summary>Commands that look at one thing and print it: as a panel, or as the record in JSON.</summary>
internal static class LookCommands
{
    public static int Attention(LabRequest request) =>
        Look(
            request,
            session => session.Attend(request.Word ?? session.DefaultWord),
            (look, session, view) =>
                request is { Layer: { } layer, Head: { } head }
                    ? AttentionLines.Stages(
                        look,
                        view,
                        session.Ablate(layer - 1, head - 1),
                        layer - 1,
                        head - 1
                    )
                    : AttentionLines.Draw(look, Chosen(request, view), session.Ablate())
        );

    public static int Trick(LabRequest request) =>
        Look(
            request,
            session =>
                session.Trick(
                    request.Word ?? session.DefaultWord,
                    (request.Layer ?? 1) - 1,
                    (request.Head ?? 1) - 1
                ),
            (look, _, view) => TrickLines.Draw(look, view)
        );

    public static int Tape(LabRequest request) =>
        Look(request, session => session.Tape(), (look, _, view) => TapeLines.Draw(look, view));

    /// <returns>Failure if a gradient is wrong.</returns>
    public static int Check(LabRequest request)
    {
        var hasPassed = false;
        var code = Look(
            request,
            session => session.Check(),
            (look, _, check) => CheckLines.Draw(look, check),
            check => hasPassed = check.Passed
        );
        return code != ExitCode.Success || hasPassed ? code : ExitCode.Failure;
    }

    public static int Scale(LabRequest request)
    {
        var session = new LabSession(request.Config);
        Print(request, session.Info.Gpt2, look => ScaleLines.Draw(look, session.Info.Gpt2));
        return ExitCode.Success;
    }

    public static int Chapter(LabRequest request, int? number)
    {
        var chapters = new LabSession(request.Config).Chapters;
        if (number < 1 || number > chapters.Count)
        {
            throw new ArgumentException(
                $"There is no chapter {number}; there are the chapters 1 to {chapters.Count}."
            );
        }
        if (number is { } one)
        {
            var chapter = chapters[one - 1];
            Print(request, chapter, look => ChapterLines.Draw(look, chapter));
            return ExitCode.Success;
        }
        Print(
            request,
            chapters,
            look =>
                [
                    .. chapters.SelectMany(chapter =>
                        ChapterLines.Draw(look, chapter).Append(Line.Empty)
                    ),
                ]
        );
        return ExitCode.Success;
    }

    private static int Look<TRecord>(
        LabRequest request,
        Func<LabSession, TRecord> find,
        Func<Look, LabSession, TRecord, IReadOnlyList<Line>> draw,
        Action<TRecord>? found = null
    )
    {
        using var workshop = new Workshop(request);
        return workshop.Look(session =>
        {
            var record = find(session);
            found?.Invoke(record);
            Print(request, record, look => draw(look, session, record));
            return ExitCode.Success;
        });
    }

    private static void Print<TRecord>(
        LabRequest request,
        TRecord record,
        Func<Look, IReadOnlyList<Line>> draw
    )
    {
        if (request.IsJson)
        {
            Console.Out.WriteLine(LabJson.Text(record));
        }
        else
        {
            request.Console.Write(draw(request.Console.Look));
        }
    }

    private static AttentionView Chosen(LabRequest request, AttentionView view) =>
        view with
        {
            Maps =
            [
                .. view.Maps.Where(map =>
                    (request.Layer ?? map.Layer + 1) == map.Layer + 1
                    && (request.Head ?? map.Head + 1) == map.Head + 1
                ),
            ],
        };
}
