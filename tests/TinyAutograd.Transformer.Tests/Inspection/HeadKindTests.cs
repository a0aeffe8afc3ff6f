namespace TinyAutograd.Transformer.Tests.Inspection;

public class HeadKindTests
{
    private static readonly int[][] Texts =
    [
        [0, 1, 2, 1, 3, 1, 2, 4],
        [0, 5, 5, 4, 3, 5],
        [0, 2, 1, 2, 1],
    ];

    [Theory]
    [InlineData(HeadKind.Itself)]
    [InlineData(HeadKind.PreviousLetter)]
    [InlineData(HeadKind.FirstPosition)]
    [InlineData(HeadKind.SameLetter)]
    [InlineData(HeadKind.AfterSameLetter)]
    public void A_head_that_always_looks_at_a_kind_is_named_so_with_all_its_mass(HeadKind kind)
    {
        var meter = Measure((tokens, row) => Only(tokens, row, Places(kind, tokens, row)));
        Assert.Equal(kind, meter.Name());
        var score = meter.Scores.Single(score => score.Kind == kind);
        Assert.Equal(1.0, score.Mass, precision: 12);
        Assert.Equal(score.Mass - score.Chance, score.Margin);
        Assert.True(score.RowCount > 0);
    }

    [Fact]
    public void A_head_that_looks_everywhere_alike_has_no_kind_and_margin_0()
    {
        var meter = Measure((tokens, row) => [.. Enumerable.Repeat(1.0 / (row + 1), row + 1)]);
        Assert.All(meter.Scores, score => Assert.Equal(0.0, score.Margin, precision: 12));
        Assert.Null(meter.Name(0.001));
    }

    [Fact]
    public void Chance_is_the_mean_share_of_the_kind_over_rows_that_have_a_choice()
    {
        var meter = new HeadKindMeter();
        double[] pattern = [1, 0, 0, 0.75, 0.25, 0, 0.5, 0.25, 0.25];
        meter.Add<double>([0, 4, 4], pattern, 3);
        // Previous letter: rows 1 and 2 have it, 1 of 2 and 1 of 3 positions.
        var previous = meter.Scores.Single(score => score.Kind == HeadKind.PreviousLetter);
        Assert.Equal((HeadKind.PreviousLetter, 2), (previous.Kind, previous.RowCount));
        Assert.Equal((1 / 2.0 + 1 / 3.0) / 2, previous.Chance, precision: 12);
        Assert.Equal((0.75 + 0.25) / 2, previous.Mass, precision: 12);
        // Same letter: only row 2 has an earlier one.
        var same = meter.Scores.Single(score => score.Kind == HeadKind.SameLetter);
        Assert.Equal(1, same.RowCount);
        Assert.Equal(0.25, same.Mass, precision: 12);
        Assert.Equal(1 / 3.0, same.Chance, precision: 12);
        // What came after the same letter: row 2 itself stands behind one.
        var after = meter.Scores.Single(score => score.Kind == HeadKind.AfterSameLetter);
        Assert.Equal((1, 0.25), (after.RowCount, after.Mass));
    }

    [Fact]
    public void A_kind_is_named_only_above_the_threshold()
    {
        // Half at the letter before, the rest everywhere alike: the margin is half of that of a pure head.
        var pure = Measure((tokens, row) => Only(tokens, row, [row - 1]));
        var half = Measure(
            (tokens, row) => [.. Only(tokens, row, [row - 1]).Select(p => p / 2 + 0.5 / (row + 1))]
        );
        var margin = half.Scores.Single(s => s.Kind == HeadKind.PreviousLetter).Margin;
        Assert.Equal(
            pure.Scores.Single(s => s.Kind == HeadKind.PreviousLetter).Margin / 2,
            margin,
            precision: 12
        );
        Assert.Equal(HeadKind.PreviousLetter, half.Name(margin - 1e-9));
        Assert.Null(half.Name(margin + 1e-9));
    }

    [Fact]
    public void Texts_of_the_mark_alone_say_nothing()
    {
        var meter = new HeadKindMeter();
        meter.Add<float>([0], [1], 1);
        Assert.All(
            meter.Scores,
            score => Assert.Equal((0, 0.0, 0.0), (score.RowCount, score.Mass, score.Margin))
        );
        Assert.Null(meter.Name());
    }

    [Fact]
    public void The_heads_of_a_model_are_measured_on_their_own_maps_whatever_is_padded()
    {
        var model = Samples.Model<double>();
        string[] texts = ["abacabad", "j", "", "cc", .. Enumerable.Repeat("facade", 70)];
        var reports = model.HeadKinds(Samples.Tokenizer, texts, threshold: 0.1);
        Assert.Equal(
            [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)],
            reports.Select(report => (report.Layer, report.Head))
        );
        foreach (var report in reports)
        {
            var meter = new HeadKindMeter();
            foreach (var text in texts)
            {
                var map = model.AttentionMaps(Samples.Tokenizer, text)[
                    report.Layer * 3 + report.Head
                ];
                double[] pattern = [.. map.Pattern.SelectMany(row => row)];
                meter.Add<double>(
                    [0, .. Samples.Tokenizer.Encode(text)],
                    pattern,
                    map.Tokens.Count
                );
            }
            Assert.Equal(meter.Name(0.1), report.Kind);
            Assert.Equal(
                meter.Scores.Select(s => s.RowCount),
                report.Scores.Select(s => s.RowCount)
            );
            Assert.InRange(
                Samples.Difference(
                    meter.Scores.Select(s => s.Margin),
                    report.Scores.Select(s => s.Margin)
                ),
                0,
                1e-12
            );
        }
    }

    // A model in which queries and keys see nothing but the position can be told to look back by one.
    [Fact]
    public void A_model_that_is_built_to_look_back_by_one_is_recognised()
    {
        var config = Samples.Config with { LayerCount = 1, HeadCount = 1, ChannelCount = 18 };
        var model = Samples.Model<double>(config: config);
        model.TokenEmbedding.Weight.Assign(new double[model.TokenEmbedding.Weight.Length]);
        var position = Variable.Eye<double>(18)[..9]; // (T, C): one channel per position
        model.PositionEmbedding!.Weight.Assign(position.AsSpan());
        var block = model.Blocks[0];
        block.AttentionNorm.Weight.Assign(Variable.Ones<double>([18]).AsSpan());
        block.AttentionNorm.Bias!.Assign(new double[18]);
        var shift = Variable.Of<double>([
            .. Enumerable
                .Range(0, 18)
                .Select(i => Enumerable.Range(0, 18).Select(j => j == i - 1 ? 1.0 : 0.0).ToArray()),
        ]); // q of position i points at channel i − 1
        var weight = VariableOps.Cat(
            [shift, Variable.Eye<double>(18), Variable.Eye<double>(18)],
            1
        );
        block.Attention.QueryKeyValue.Weight.Assign((weight * 4).AsSpan());
        block.Attention.QueryKeyValue.Bias!.Assign(new double[54]);
        var report = Assert.Single(model.HeadKinds(Samples.Tokenizer, ["abcdefgh", "jihg"]));
        Assert.Equal(HeadKind.PreviousLetter, report.Kind);
    }

    [Fact]
    public void Nothing_to_look_at_and_impossible_thresholds_are_refused()
    {
        var model = Samples.Model<float>();
        Assert.Contains(
            "no texts",
            Assert.Throws<ArgumentException>(() => model.HeadKinds(Samples.Tokenizer, [])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeadKindMeter().Name(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeadKindMeter().Name(1));
        Assert.Contains(
            "3 numbers with 2 a row are no pattern of 2 tokens",
            Assert
                .Throws<ArgumentException>(() =>
                    new HeadKindMeter().Add<float>([0, 1], [1, 0, 0], 2)
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    private static HeadKindMeter Measure(Func<int[], int, double[]> rowOf)
    {
        var meter = new HeadKindMeter();
        foreach (var tokens in Texts)
        {
            var pattern = new double[tokens.Length * tokens.Length];
            for (var row = 0; row < tokens.Length; row++)
            {
                rowOf(tokens, row).CopyTo(pattern.AsSpan(row * tokens.Length));
            }
            meter.Add<double>(tokens, pattern, tokens.Length);
        }
        return meter;
    }

    // All attention on these places in equal parts; on itself where there are none.
    private static double[] Only(int[] tokens, int row, int[] places)
    {
        var pattern = new double[row + 1];
        int[] chosen = [.. places.Where(place => place >= 0)];
        foreach (var place in chosen.Length > 0 ? chosen : [row])
        {
            pattern[place] += 1.0 / Math.Max(chosen.Length, 1);
        }
        return pattern;
    }

    private static int[] Places(HeadKind kind, int[] tokens, int row) =>
        kind switch
        {
            HeadKind.Itself => [row],
            HeadKind.PreviousLetter => [row - 1],
            HeadKind.FirstPosition => [0],
            HeadKind.SameLetter => [.. Earlier(tokens, row)],
            _ => [.. Earlier(tokens, row).Select(place => place + 1)],
        };

    private static IEnumerable<int> Earlier(int[] tokens, int row) =>
        Enumerable.Range(0, row).Where(place => tokens[place] == tokens[row]);
}
