namespace TinyTransformerLab;

/// <summary>Generated items: verdicts, surprise by colour and by number, and the draws of one item letter by letter.</summary>
internal static class NameLines
{
    private const int LetterWidth = 6;
    private const int BarWidth = 30;

    /// <summary>The items with their verdicts, one a line.</summary>
    public static IReadOnlyList<Line> Draw(Look look, LabInfo info, GenerationView view)
    {
        var texts = view.Items.Select(item => ItemText.Draw(look, info, item)).ToArray();
        var textWidth = texts.Select(text => text.Width).DefaultIfEmpty(0).Max();
        var verdictWidth = Enum.GetValues<Verdict>().Max(verdict => Words.Of(verdict).Length);
        var room = look.Width - textWidth - verdictWidth - 4;
        return
        [
            .. Notes(look, view),
            .. view.Items.Select(
                (item, i) =>
                    (
                        texts[i].PadRight(textWidth)
                        + Line.Blank(2)
                        + Verdict(look, item.Verdict).PadRight(verdictWidth)
                        + Line.Blank(2)
                        + Surprises(look, info, item, room)
                    ).Crop(look.Width)
            ),
        ];
    }

    /// <summary>How each letter of an item was drawn: its share of the cumulative bar, and where the random number fell.</summary>
    public static IReadOnlyList<Line> Draws(Look look, LabInfo info, GeneratedItem item) =>
        [
            .. look.Wrap(
                "Letter by letter, the first one: all probabilities laid end to end make a bar from 0 to 1; a random number falls on it, and the letter whose share it hits is next."
            ),
            .. item.Letters.Select(letter =>
                (
                    look.Piece(letter.Letter, look.Palette.Surprise(ItemText.Share(info, letter)))
                        .Center(3)
                    + Bar.Cumulative(
                        look,
                        letter.From,
                        letter.Probability,
                        letter.Draw,
                        Math.Min(BarWidth, look.Width / 3)
                    )
                    + look.Piece(
                        $" draw {Digits.Probability(letter.Draw)} in {Digits.Probability(letter.From)} to {Digits.Probability(letter.From + letter.Probability)}, surprise {Digits.Probability(letter.Surprise)}",
                        look.Palette.Faint
                    )
                ).Crop(look.Width)
            ),
        ];

    /// <summary>How the letters are chosen, in words.</summary>
    public static string Sampling(SamplingOptions sampling)
    {
        var words = new List<string>
        {
            sampling.Temperature == 0
                ? "greedy: always the likeliest letter"
                : $"temperature {Digits.Probability(sampling.Temperature)}",
        };
        if (sampling.TopK is { } k)
        {
            words.Add($"top-k {Digits.Count(k)}");
        }
        if (sampling.TopP is { } topP)
        {
            words.Add($"top-p {Digits.Probability(topP)}");
        }
        if (sampling.MinP is { } minP)
        {
            words.Add($"min-p {Digits.Probability(minP)}");
        }
        return string.Join(", ", words);
    }

    private static IEnumerable<Line> Notes(Look look, GenerationView view) =>
        [
            .. view.Prefix.Notes.SelectMany(note => look.Wrap(note, look.Palette.Second)),
            .. view.Note is { } note ? look.Wrap(note, look.Palette.Second) : [],
        ];

    private static Line Verdict(Look look, Verdict verdict) =>
        look.Piece(
            Words.Of(verdict),
            verdict switch
            {
                TinyTransformerLab.Verdict.New => look.Palette.Good,
                TinyTransformerLab.Verdict.HeldOut => look.Palette.Second,
                _ => look.Palette.Faint,
            }
        );

    // The surprise at each letter where there is room, else the mean.
    private static Line Surprises(Look look, LabInfo info, GeneratedItem item, int room)
    {
        if (item.Letters.Count == 0)
        {
            return Line.Empty;
        }
        if (room >= item.Letters.Count * LetterWidth + 1)
        {
            return Line.Join(
                item.Letters.Select(letter =>
                    look.Piece(
                            $"{letter.Letter}{Digits.Probability(letter.Surprise)}",
                            look.Palette.Surprise(ItemText.Share(info, letter))
                        )
                        .PadRight(LetterWidth)
                )
            );
        }
        var mean = item.Letters.Average(letter => letter.Surprise);
        return look.Piece($"mean {Digits.Probability(mean)}", look.Palette.Faint);
    }
}
