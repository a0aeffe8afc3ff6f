namespace TinyTransformerLab;

/// <summary>Where the heads look: all maps side by side, or one head through its three stages.</summary>
internal static class AttentionLines
{
    private const int Gap = 3;
    private const int NarrowestHead = 34;

    /// <summary>All heads, with their habits and what each is worth.</summary>
    /// <param name="look">How.</param>
    /// <param name="view">Where the heads look.</param>
    /// <param name="ablation">What they are worth.</param>
    public static IReadOnlyList<Line> Draw(Look look, AttentionView view, AblationView ablation) =>
        [
            .. WordLines.Draw(look, view.Word),
            .. look.Wrap(
                $"Ablation: the loss on {Digits.Count(ablation.ItemCount)} held-out items, as it is and with one head's result set to 0.",
                look.Palette.Faint
            ),
            Line.Empty,
            .. Lines.Grid(
                [.. view.Maps.Select(map => Head(look, view, ablation, map))],
                look.Width,
                Gap,
                perGroup: view.Maps.Count(map => map.Layer == view.Maps[0].Layer)
            ),
        ];

    /// <summary>One head: scores, masked scores, shares, with row sums and entropies.</summary>
    /// <param name="look">How.</param>
    /// <param name="view">Where the heads look.</param>
    /// <param name="ablation">What the heads are worth.</param>
    /// <param name="layer">From 0.</param>
    /// <param name="head">From 0.</param>
    public static IReadOnlyList<Line> Stages(
        Look look,
        AttentionView view,
        AblationView ablation,
        int layer,
        int head
    )
    {
        var map = view.Maps.Single(each => each.Layer == layer && each.Head == head);
        var behind = map
            .RowSums.Zip(
                map.Entropies,
                (sum, entropy) => $"{Digits.Probability(sum)} {Digits.Probability(entropy)}"
            )
            .ToArray();
        return
        [
            .. WordLines.Draw(look, view.Word),
            .. Title(look, view, ablation, map, look.TextWidth),
            Line.Empty,
            look.Piece(
                    "Scores: how well each query fits each key, divided by the root of the head size"
                )
                .Crop(look.Width),
            .. HeatMap.Scores(look, map.Tokens, map.Scores).Draw(look, look.Width, isOpen: true),
            Line.Empty,
            look.Piece("Masked: what comes later is minus infinity").Crop(look.Width),
            .. HeatMap.Scores(look, map.Tokens, map.Masked).Draw(look, look.Width),
            Line.Empty,
            look.Piece(
                    "Softmax: shares that sum to 1; behind each row its sum and its entropy in nats"
                )
                .Crop(look.Width),
            .. HeatMap.Pattern(look, map.Tokens, map.Pattern).Draw(look, look.Width, behind),
        ];
    }

    private static IReadOnlyList<Line> Head(
        Look look,
        AttentionView view,
        AblationView ablation,
        AttentionMap map
    )
    {
        var drawn = HeatMap.Pattern(look, map.Tokens, map.Pattern).Draw(look, look.Width);
        var width = Math.Min(look.Width, Math.Max(NarrowestHead, Lines.WidthOf(drawn)));
        return [.. Title(look, view, ablation, map, width), .. drawn];
    }

    // Always as many lines, so that maps side by side stay level.
    private static IEnumerable<Line> Title(
        Look look,
        AttentionView view,
        AblationView ablation,
        AttentionMap map,
        int width
    )
    {
        var report = view.HeadKinds.Single(kind =>
            kind.Layer == map.Layer && kind.Head == map.Head
        );
        yield return look.Piece(
            $"layer {map.Layer + 1} · head {map.Head + 1}",
            look.Palette.Accent
        );
        var habit = Lines.Wrap(look, Words.Habit(report), width);
        for (var i = 0; i < Math.Max(HabitLines(look, view, width), habit.Count); i++)
        {
            yield return i < habit.Count ? habit[i] : Line.Empty;
        }
        if (
            ablation.Heads.FirstOrDefault(head =>
                head.Layer == map.Layer && head.Head == map.Head
            ) is
            { } worth
        )
        {
            yield return (
                look.Piece("without it ", look.Palette.Faint)
                + look.Piece(
                    Digits.LossDifference(worth.Difference),
                    look.Palette.Sign(-worth.Difference)
                )
                + look.Piece(
                    $" ({Digits.Loss(worth.Loss)} → {Digits.Loss(worth.LossWithout)})",
                    look.Palette.Faint
                )
            ).Crop(width);
        }
    }

    private static int HabitLines(Look look, AttentionView view, int width) =>
        view.HeadKinds.Max(kind => Lines.Wrap(look, Words.Habit(kind), width).Count);
}
