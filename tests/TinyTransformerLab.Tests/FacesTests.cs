using AngleSharp.Dom;
using TinyTransformerLab.Tests.Page;

namespace TinyTransformerLab.Tests;

/// <summary>One session, two faces: what the terminal prints and what the page shows, both drawn from one report.</summary>
public sealed class FacesTests
{
    // Wide panels stand side by side, narrow ones one below the other: there a sentence is not torn apart by its neighbour.
    private static readonly string Terminal = Flat(
        new[] { 60, 160 }.SelectMany(width =>
            Drawn
                .Everything(Drawn.Plain(width), Report)
                .SelectMany(block => block.Lines)
                .Concat(Numbers(width))
                .Select(line => line.Text)
        )
    );

    private static readonly string Page = Flat([RecordedPage.Usual.Document.Body!.TextContent]);

    private static LabReport Report => RecordedPage.Usual.Report;

    private static LabInfo Info => Report.Info;

    public static TheoryData<string, string[]> ElementsOfTheLab =>
        new()
        {
            { "head", [Words.Title] },
            { "this build", [Words.ThisBuild(Info)] },
            {
                "strip",
                [
                    .. Info.Strip.SelectMany(box =>
                        new[] { box.Name, box.Letters, box.Shape, Digits.Count(box.Weights) }
                    ),
                    $"× {Info.LayerCount}",
                ]
            },
            {
                "train",
                [
                    Words.Panels[0].Title,
                    Words.Panels[0].Lead,
                    Digits.Count(Report.State.Step),
                    Digits.Loss(Report.State.HeldOutLoss),
                    Digits.Loss(Report.State.Last!.SmoothLoss),
                    Digits.Loss(Report.State.Last.Loss),
                    Digits.Rate(Report.State.NextLearningRate),
                    Digits.Norm(Report.State.Last.GradientNorm),
                    Digits.Ratio(Report.State.Last.UpdateRatio),
                    Words.AsIfChoosing(Report.State.Perplexity),
                    .. Info
                        .Baselines.Take(3)
                        .Select(baseline => $"{baseline.Name} {Digits.Loss(baseline.Loss)}"),
                    "optimizer AdamW",
                    $"{Digits.Count(Info.TrainingCount)} {Info.ItemNoun}",
                ]
            },
            { "gradient-checked", [Words.GradientChecked(Report.Check)] },
            {
                "babble",
                [
                    .. Report.Samples.SelectMany(line =>
                        line.Items.Select(item => item.Text)
                            .Where(text => text.Length is > 0 and < 16)
                    ),
                ]
            },
            {
                "tape",
                [
                    .. Report.Tape.Groups.SelectMany(group => group.Rows).Select(row => row.Shape),
                    Digits.Loss(Report.Tape.Loss),
                ]
            },
            {
                "attention",
                [
                    Words.Panels[1].Title,
                    Words.Panels[1].Lead,
                    Words.MapNote,
                    .. Report.Attention.Maps.SelectMany(map =>
                        map.Pattern.SelectMany((row, t) => row.Take(t + 1))
                            .Select(Digits.Probability)
                    ),
                    .. Report.Attention.HeadKinds.Select(Words.Habit),
                    .. Report.Ablation.Heads.SelectMany(head =>
                        new[]
                        {
                            Digits.Loss(head.LossWithout),
                            Digits.LossDifference(head.Difference),
                        }
                    ),
                ]
            },
            {
                "generate",
                [
                    Words.Panels[2].Title,
                    Words.Panels[2].Lead,
                    .. Report.Names.Items.Select(item => item.Text),
                    .. Report.Names.Items.Select(item => Words.Of(item.Verdict)),
                    .. Report.NextLetter.Letters.SelectMany(letter =>
                        new[]
                        {
                            Digits.Probability(letter.Before),
                            Digits.Probability(letter.After),
                        }
                    ),
                    .. Report
                        .Explanation.Attribution.Occlusion.Take(
                            Report.Explanation.Attribution.Position + 1
                        )
                        .Concat(
                            Report.Explanation.Attribution.InputTimesGradient.Take(
                                Report.Explanation.Attribution.Position + 1
                            )
                        )
                        .Select(Digits.Signed),
                    .. Report.Lens.Stages.SelectMany(stage =>
                        stage.Probabilities.Select(row => Digits.Probability(row.Max()))
                    ),
                ]
            },
            {
                "trick",
                [
                    Words.Panels[3].Title,
                    Words.Panels[3].Lead,
                    .. Report.Trick.Trick.Steps.SelectMany(step =>
                        step.Checks.SelectMany(check =>
                                new[] { check.Claim, Digits.Difference(check.Difference) }
                            )
                            .Prepend(step.Note)
                            .Prepend(step.Name)
                    ),
                    .. Report.Trick.Dial.Select(dial => Digits.Score(dial.Variance)),
                ]
            },
            {
                "from this to GPT-2",
                [
                    Words.MoreTitle,
                    Words.MoreLead,
                    .. Info
                        .Gpt2.Sizes.Concat(Info.Gpt2.Weights)
                        .Append(Info.Gpt2.WeightTotal)
                        .Concat(Info.Gpt2.Operations)
                        .Append(Info.Gpt2.OperationTotal)
                        .SelectMany(row =>
                            new[] { row.Name, Digits.Count(row.Here), Digits.Count(row.There) }
                        ),
                    "124,439,808",
                    Words.MoreClosing,
                ]
            },
            { "chapters", [.. Report.Chapters.SelectMany(chapter => chapter.Paragraphs)] },
        };

    [Theory]
    [MemberData(nameof(ElementsOfTheLab))]
    public void Every_element_stands_in_both_faces_with_the_same_digits(
        string element,
        string[] parts
    )
    {
        Assert.NotEmpty(parts);
        foreach (var part in parts.Select(part => Flat([part])))
        {
            Assert.True(Terminal.Contains(part, StringComparison.Ordinal), Missing("terminal"));
            Assert.True(Page.Contains(part, StringComparison.Ordinal), Missing("page"));

            string Missing(string face) => $"{element}: the {face} does not show \"{part}\".";
        }
    }

    // As they stand beside the plot.
    private static IReadOnlyList<Line> Numbers(int width) =>
        TrainingNumbers.Draw(
            Drawn.Plain(width),
            Info,
            Report.State,
            new TrainingSpeed(123_456, IsPaused: false),
            width
        );

    // Lines are wrapped and cells are padded: blanks do not count.
    private static string Flat(IEnumerable<string> texts) =>
        string.Concat(texts.SelectMany(text => text).Where(letter => !char.IsWhiteSpace(letter)));
}
