namespace TinyTransformerLab.Tests;

public sealed partial class LabSessionTests(TrainedSession trained) : IClassFixture<TrainedSession>
{
    private LabSession Session => trained.Session;

    [Fact]
    public void The_same_configuration_gives_the_same_records_to_the_last_bit()
    {
        Assert.Equal(Run(seed: 1), Run(seed: 1));
        Assert.NotEqual(Run(seed: 1), Run(seed: 2));

        static string Run(long seed)
        {
            var session = TrainedSession.New(seed);
            for (var step = 0; step < 30; step++)
            {
                session.Step();
            }
            return string.Join('\n', Texts(session));
        }
    }

    [Fact]
    public void Looking_changes_nothing()
    {
        var (quiet, watched) = (TrainedSession.New(), TrainedSession.New());
        for (var step = 0; step < 5; step++)
        {
            Assert.Equal(quiet.Step(), watched.Step());
            _ = Texts(watched).Count();
            _ = watched.Check();
            _ = watched.Tape();
            _ = watched.Snapshot();
        }
        Assert.Equal(Texts(quiet), Texts(watched));
    }

    [Fact]
    public void An_untrained_model_is_said_to_be_untrained_and_guesses()
    {
        var state = TrainedSession.New().State;
        Assert.Equal(LabStatus.Untrained, state.Status);
        Assert.Null(state.Last);
        Assert.Null(state.Message);
        Assert.False(state.StartIsSuspicious);
        Assert.InRange(state.StartLoss, Math.Log(27) - 0.2, Math.Log(27) + 0.2);
        Assert.Equal(Math.Exp(state.HeldOutLoss), state.Perplexity);
    }

    [Fact]
    public void Training_lowers_the_loss_and_ends_finished()
    {
        var state = Session.State;
        Assert.Equal(LabStatus.Finished, state.Status);
        Assert.Equal(TrainedSession.Steps, state.Step);
        Assert.True(state.HeldOutLoss < 2.6, $"held out {state.HeldOutLoss}");
        Assert.InRange(state.Last!.UpdateRatio, 1e-6, 0.1);
    }

    [Fact]
    public void The_curve_has_at_most_as_many_buckets_as_asked_for_and_loses_no_extreme()
    {
        foreach (var buckets in new[] { 1, 7, 100, 300, 1000 })
        {
            var curve = Session.Curve(buckets);
            Assert.InRange(curve.Raw.Count, 1, buckets);
            Assert.Equal(Session.Points.Min(point => point.Loss), curve.Raw.Min(b => b.Least));
            Assert.Equal(Session.Points.Max(point => point.Loss), curve.Raw.Max(b => b.Largest));
            Assert.Equal(1, curve.Raw[0].From);
            Assert.Equal(TrainedSession.Steps, curve.Raw[^1].To);
            Assert.Equal(0, curve.HeldOut[0].Step);
            Assert.Equal(TrainedSession.Steps, curve.HeldOut[^1].Step);
        }
    }

    [Fact]
    public void The_smoothed_loss_is_the_mean_of_the_last_hundred()
    {
        var points = Session.Points;
        for (var i = 0; i < points.Count; i += 37)
        {
            var from = Math.Max(0, i - LossCurve.SmoothingWindow + 1);
            var mean = points.Take(i + 1).Skip(from).Average(point => point.Loss);
            Assert.Equal(mean, points[i].SmoothLoss, tolerance: 1e-12);
        }
    }

    [Fact]
    public void Three_samples_are_logged_every_hundred_steps()
    {
        Assert.Equal([0, 100, 200, 300], Session.Samples.Select(line => line.Step));
        Assert.All(Session.Samples, line => Assert.Equal(3, line.Items.Count));
    }

    [Fact]
    public void The_weights_of_the_strip_sum_to_the_total_and_each_box_has_a_chapter()
    {
        var info = Session.Info;
        Assert.Equal(6, info.Strip.Count);
        Assert.Equal(info.WeightCount, info.Strip.Sum(box => box.Weights));
        Assert.Equal(
            info.Strip.Select(box => box.Chapter),
            Session.Chapters.Select(chapter => chapter.Number)
        );
        Assert.Equal(info.WeightCount, Session.WeightLayout.Sum(place => Product(place.Shape)));

        static long Product(IReadOnlyList<int> shape) =>
            shape.Aggregate(1L, (product, size) => product * size);
    }

    [Fact]
    public void The_odds_sum_to_one_before_and_after()
    {
        var view = Session.NextLetter("an", new SamplingOptions { Temperature = 0.5, TopK = 3 });
        Assert.Equal(27, view.Letters.Count);
        Assert.Equal(1, view.Letters.Sum(letter => letter.Before), tolerance: 1e-9);
        Assert.Equal(1, view.Letters.Sum(letter => letter.After), tolerance: 1e-9);
        Assert.Equal(3, view.Letters.Count(letter => letter.After > 0));
        Assert.Equal(
            -view.Letters.Sum(letter => letter.Before * Math.Log(letter.Before)),
            view.Entropy,
            tolerance: 1e-9
        );
    }

    [Fact]
    public void One_ablated_head_is_one_of_all_ablated_heads()
    {
        var all = Session.Ablate();
        Assert.Equal(8, all.Heads.Count);
        var one = Assert.Single(Session.Ablate(1, 2).Heads);
        var same = all.Heads[4 + 2];
        Assert.Equal(same.LossWithout, one.LossWithout);
        Assert.Equal(same.Loss, one.Loss, tolerance: 1e-6);
    }

    [Fact]
    public void All_claims_of_the_trick_hold_and_the_toy_is_the_worked_one()
    {
        var view = Session.Trick("anna", layer: 1, head: 3);
        Assert.Equal(5, view.Trick.Steps.Count);
        var checks = view.Trick.Steps.SelectMany(step => step.Checks).ToArray();
        Assert.Equal(5, checks.Length);
        Assert.All(checks, check => Assert.True(check.Holds, check.ToString()));
        Assert.Equal(
            [
                [1, 0],
                [2, 1],
                [2, 2],
                [3, 2],
            ],
            view.Toy.Result
        );
        Assert.All(view.Dial, dial => Assert.Equal(1, dial.Variance / dial.Size, tolerance: 0.15));
    }

    [Fact]
    public void Retyping_a_letter_moves_maps_four_and_five_never_one_to_three()
    {
        var (before, after) = (Weights("anna"), Weights("anni"));
        for (var step = 0; step < 5; step++)
        {
            Assert.Equal(step >= 3, !before[step].SequenceEqual(after[step]));
        }

        double[][] Weights(string word) =>
            [
                .. Session
                    .Trick(word, 0, 0)
                    .Trick.Steps.Select(step => step.Weights.SelectMany(row => row).ToArray()),
            ];
    }

    [Fact]
    public void The_gradient_check_passes_and_covers_every_parameter()
    {
        var check = Session.Check();
        Assert.True(check.Passed);
        Assert.Equal(28, check.ParameterCount);
        Assert.Equal(0, check.Wrong);
        Assert.True(check.Comparisons >= 4 * 28);
        Assert.InRange(check.WorstRelativeError, 0, 1e-6);
    }

    [Fact]
    public void The_tape_lists_every_entry_once_in_order_by_module()
    {
        var tape = Session.Tape();
        var rows = tape.Groups.SelectMany(group => group.Rows).ToArray();
        Assert.Equal(Enumerable.Range(0, tape.EntryCount), rows.Select(row => row.Number));
        Assert.Equal(
            [
                "embedding",
                "block 1 · attention",
                "block 1 · feed-forward",
                "block 2 · attention",
                "block 2 · feed-forward",
                "final norm, head and loss",
            ],
            tape.Groups.Select(group => group.Name)
        );
        Assert.Equal(1, rows[^1].GradientNorm); // ∂loss/∂loss
        Assert.All(rows, row => Assert.True(row.GradientNorm > 0));
        Assert.All(rows, row => Assert.True(row.ForwardMicroseconds >= 0));
        Assert.All(rows, row => Assert.True(row.BackwardMicroseconds >= 0)); // an add only passes its gradient on
        Assert.True(rows.Sum(row => row.ForwardMicroseconds) > 0);
        Assert.True(rows.Sum(row => row.BackwardMicroseconds) > 0);
    }

    [Fact]
    public void What_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Session.Trick("anna", 2, 0));
        Assert.Throws<ArgumentException>(() => Session.Ablate(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Session.Generate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Session.Explain("anna", 5));
        Assert.Throws<ArgumentException>(() => Session.Generate(1, new() { Temperature = -1 }));
    }

    private static IEnumerable<string> Texts(LabSession session) =>
        [
            LabJson.Text(session.Info),
            LabJson.Text(session.State),
            LabJson.Text(session.Curve()),
            LabJson.Text(session.Samples),
            LabJson.Text(session.Attend("anna")),
            LabJson.Text(session.Ablate(0, 0)),
            LabJson.Text(session.Lens("anna")),
            LabJson.Text(session.Explain("anna")),
            LabJson.Text(session.NextLetter("an")),
            LabJson.Text(session.Generate(5)),
            LabJson.Text(session.Trick("anna", 1, 1)),
        ];
}
