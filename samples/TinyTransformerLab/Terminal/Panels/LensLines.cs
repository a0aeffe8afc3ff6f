namespace TinyTransformerLab;

/// <summary>The logit lens: what the model would say after the embedding and after each block, position by position.</summary>
internal static class LensLines
{
    private const int StageWidth = 14;
    private const int CellWidth = 7;

    /// <summary>Draws it; positions that have no room go to further rows.</summary>
    public static IReadOnlyList<Line> Draw(Look look, LensView view)
    {
        var perRow = Math.Max(1, (look.Width - StageWidth) / CellWidth);
        var lines = new List<Line>(
            look.Wrap(
                "Logit lens: were the stream turned into letters early, the likeliest letter at each place and its probability would be these. The colour is the probability of the letter that truly follows."
            )
        );
        foreach (var positions in Enumerable.Range(0, view.Tokens.Count).Chunk(perRow))
        {
            lines.Add(
                Row("reads", positions.Select(t => look.Piece(view.Tokens[t], look.Palette.Strong)))
            );
            for (var stage = 0; stage < view.Stages.Count; stage++)
            {
                var probabilities = view.Stages[stage].Probabilities;
                lines.Add(
                    Row(
                        stage == 0 ? "embedding" : $"block {stage}",
                        positions.Select(t => Cell(look, view, probabilities[t], Next(view, t)))
                    )
                );
            }
            lines.Add(
                Row(
                    "truly next",
                    positions.Select(t => look.Piece(Next(view, t), look.Palette.Strong))
                )
            );
        }
        return lines;

        Line Row(string name, IEnumerable<Line> cells) =>
            look.Piece(name, look.Palette.Faint).PadRight(StageWidth)
            + Line.Join(cells.Select(cell => cell.Center(CellWidth)));
    }

    private static Line Cell(
        Look look,
        LensView view,
        IReadOnlyList<double> probabilities,
        string next
    )
    {
        var best = probabilities.Max();
        var letter = view.Letters[probabilities.ToList().IndexOf(best)];
        var truth = probabilities[view.Letters.ToList().IndexOf(next)];
        return look.Piece($" {letter} {Digits.Probability(best)}", look.Palette.Heat(truth))
            .Crop(CellWidth);
    }

    private static string Next(LensView view, int position) =>
        position + 1 < view.Tokens.Count ? view.Tokens[position + 1] : view.Letters[0];
}
