namespace TinyTransformerLab.Tests;

public sealed class DigitsInPanelsTests(TrainedReport trained) : IClassFixture<TrainedReport>
{
    private static readonly Look Look = Drawn.Plain(120);

    private LabReport Report => trained.Report;

    [Fact]
    public void The_numbers_of_the_training_state_are_all_there()
    {
        var state = Report.State;
        var text = Drawn.Text(
            TrainingNumbers.Draw(Look, Report.Info, state, new TrainingSpeed(98_765, false), 60)
        );
        Has(
            text,
            Digits.Count(state.Step),
            Digits.Count(state.TotalSteps),
            Digits.Loss(state.Last!.Loss),
            Digits.Loss(state.Last.SmoothLoss),
            Digits.Loss(state.HeldOutLoss),
            Words.AsIfChoosing(state.Perplexity),
            Digits.Rate(state.NextLearningRate),
            Digits.Rate(state.PeakLearningRate),
            Digits.Norm(state.Last.GradientNorm),
            Digits.Ratio(state.Last.UpdateRatio),
            Digits.Count(state.Last.LettersSeen),
            "98,765",
            Digits.Count(Report.Info.TrainingCount),
            Digits.Count(Report.Info.HeldOutCount),
            Words.Of(state.Status)
        );
    }

    [Fact]
    public void The_strip_has_every_shape_and_its_weights_sum_to_the_total()
    {
        foreach (var width in new[] { 60, 100 })
        {
            var text = Drawn.Text(StripLines.Draw(Drawn.Plain(width), Report.Info));
            foreach (var box in Report.Info.Strip)
            {
                Has(
                    text,
                    box.Letters,
                    box.Shape,
                    Digits.Count(box.Weights),
                    $"chapter {box.Chapter}"
                );
            }
            Has(text, Words.StripCaption(Report.Info).Split(':')[0]);
            Has(text, $"= {Digits.Count(Report.Info.WeightCount)} weights");
        }
        Assert.Equal(Report.Info.WeightCount, Report.Info.Strip.Sum(box => box.Weights));
    }

    [Fact]
    public void Every_row_of_every_attention_map_has_its_digits_and_a_hatched_rest()
    {
        var lines = AttentionLines
            .Draw(Drawn.Plain(60), Report.Attention, Report.Ablation)
            .Select(line => line.Text.TrimEnd())
            .ToArray();
        foreach (var map in Report.Attention.Maps)
        {
            var head = Array.IndexOf(lines, $"layer {map.Layer + 1} · head {map.Head + 1}");
            var first = Array.FindIndex(
                lines,
                head,
                line => line.StartsWith("·  1.00", StringComparison.Ordinal)
            );
            for (var i = 0; i < map.Tokens.Count; i++)
            {
                var open = string.Concat(
                    map.Pattern[i].Take(i + 1).Select(p => $" {Digits.Probability(p)}")
                );
                var closed = new string('╱', 5 * (map.Tokens.Count - 1 - i));
                Assert.Equal($"{map.Tokens[i]} {open}{closed}", lines[first + i]);
            }
        }
    }

    [Fact]
    public void Every_habit_and_every_ablation_is_told()
    {
        var text = Flat(AttentionLines.Draw(Drawn.Plain(60), Report.Attention, Report.Ablation));
        foreach (var report in Report.Attention.HeadKinds)
        {
            Has(text, Words.Habit(report));
        }
        foreach (var head in Report.Ablation.Heads)
        {
            Has(
                text,
                $"{Digits.LossDifference(head.Difference)} ({Digits.Loss(head.Loss)} → {Digits.Loss(head.LossWithout)})"
            );
        }
    }

    [Fact]
    public void One_head_shows_its_scores_row_sums_and_entropies()
    {
        var map = Report.Attention.Maps.Single(each => each is { Layer: 1, Head: 2 });
        var text = Drawn.Text(AttentionLines.Stages(Look, Report.Attention, Report.Ablation, 1, 2));
        for (var i = 0; i < map.Tokens.Count; i++)
        {
            Has(text, [.. map.Scores[i].Select(Digits.Score)]);
            Has(
                text,
                $"{Digits.Probability(map.RowSums[i])} {Digits.Probability(map.Entropies[i])}"
            );
        }
    }

    [Fact]
    public void Generated_items_come_with_verdicts_surprises_and_draws()
    {
        var lines = NameLines.Draw(Look, Report.Info, Report.Names);
        foreach (var (item, line) in Report.Names.Items.Zip(lines))
        {
            Has(line.Text, item.Text, Words.Of(item.Verdict));
            if (item.Letters.Count < 10)
            {
                Has(
                    line.Text,
                    [.. item.Letters.Select(l => $"{l.Letter}{Digits.Probability(l.Surprise)}")]
                );
            }
        }
        var draws = Drawn.Text(NameLines.Draws(Look, Report.Info, Report.Names.Items[0]));
        foreach (var letter in Report.Names.Items[0].Letters)
        {
            Has(draws, $"draw {Digits.Probability(letter.Draw)}");
        }
    }

    [Fact]
    public void All_letters_have_their_chances_before_and_after()
    {
        var text = Drawn.Text(NextLetterLines.Draw(Look, Report.NextLetter));
        foreach (var letter in Report.NextLetter.Letters)
        {
            Assert.Matches(
                $"(?m)(^| ){letter.Letter} [█▏▎▍▌▋▊▉ ]+{Digits.Probability(letter.Before)} → {Digits.Probability(letter.After)}",
                text
            );
        }
    }

    [Fact]
    public void Why_a_letter_and_the_lens_have_their_digits()
    {
        var why = Report.Explanation.Attribution;
        var text = Drawn.Text(ExplainLines.Draw(Look, Report.Explanation));
        Has(text, Digits.Score(why.Score));
        Has(text, [.. why.InputTimesGradient.Take(why.Position + 1).Select(Digits.Signed)]);
        Has(text, [.. why.Occlusion.Take(why.Position + 1).Select(Digits.Signed)]);
        var lens = Drawn.Text(LensLines.Draw(Look, Report.Lens));
        foreach (var position in Report.Lens.Stages.SelectMany(stage => stage.Probabilities))
        {
            var best = position.Max();
            Has(
                lens,
                $"{Report.Lens.Letters[position.ToList().IndexOf(best)]} {Digits.Probability(best)}"
            );
        }
    }

    [Fact]
    public void The_trick_shows_what_it_claims_and_how_well_it_holds()
    {
        var text = Flat(TrickLines.Draw(Drawn.Plain(60), Report.Trick));
        Assert.Equal(5, Report.Trick.Trick.Steps.Count);
        foreach (var step in Report.Trick.Trick.Steps)
        {
            Has(text, $"{step.Number} {step.Name}", step.Note);
            foreach (var check in step.Checks)
            {
                Has(
                    text,
                    $"✓ {check.Claim}: largest difference {Digits.Difference(check.Difference)} (limit {Digits.Difference(check.Limit)})"
                );
            }
        }
        foreach (var size in Report.Trick.Dial)
        {
            Has(text, Digits.Score(size.Variance), Digits.Score(size.ScaledVariance));
        }
    }

    [Fact]
    public void A_claim_that_fails_is_said_to_be_wrong()
    {
        var trick = Report.Trick.Trick;
        var step = trick.Steps[1] with { Checks = [new TrickCheck("Y equals step 1", 0.5, 1e-6)] };
        var broken = Report.Trick with { Trick = trick with { Steps = [step] } };
        Has(Flat(TrickLines.Draw(Look, broken)), "✗ Y equals step 1: largest difference 5.0e-01");
        var failed = Report.Check with { Passed = false, Wrong = 3 };
        Has(Flat(CheckLines.Draw(Look, failed)), "✗ GRADIENT CHECK FAILED: 3 of");
    }

    [Fact]
    public void The_table_to_GPT2_has_every_cell()
    {
        var table = Report.Info.Gpt2;
        var text = Drawn.Text(ScaleLines.Draw(Look, table));
        foreach (
            var row in (ModelTableRow[])
                [
                    .. table.Sizes,
                    .. table.Weights,
                    table.WeightTotal,
                    .. table.Operations,
                    table.OperationTotal,
                ]
        )
        {
            Has(text, row.Name, Digits.Count(row.Here), Digits.Count(row.There));
        }
        Has(text, "124,439,808");
    }

    [Fact]
    public void The_tape_has_a_row_for_every_op()
    {
        var lines = TapeLines.Draw(Look, Report.Tape);
        foreach (var row in Report.Tape.Groups.SelectMany(group => group.Rows))
        {
            Assert.Contains(
                lines,
                line =>
                    line.Text.Contains($"│ {row.Number} ", StringComparison.Ordinal)
                    && line.Text.Contains(row.Shape, StringComparison.Ordinal)
                    && line.Text.Contains(
                        Digits.Ratio(row.GradientNorm!.Value),
                        StringComparison.Ordinal
                    )
            );
        }
    }

    private static string Flat(IEnumerable<Line> lines) =>
        string.Join(
            ' ',
            lines.SelectMany(line => line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        );

    private static void Has(string text, params string[] parts)
    {
        foreach (var part in parts)
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }
}
