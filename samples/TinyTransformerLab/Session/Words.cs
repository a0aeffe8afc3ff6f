namespace TinyTransformerLab;

/// <summary>The words that every face uses alike: titles, verdicts, notes.</summary>
public static class Words
{
    /// <summary>The series.</summary>
    public const string Series = "TinyAutograd · The Lab";

    /// <summary>The title.</summary>
    public const string Title = "The Tiny Transformer Lab";

    /// <summary>Under the title.</summary>
    public const string Subtitle = "A real GPT in miniature, with attention you can watch.";

    /// <summary>What it is.</summary>
    public const string Introduction =
        "The architecture behind today's chatbots, small enough to follow with the eye: token and position embeddings, a residual stream, "
        + "blocks of multi-head self-attention and a GELU network, LayerNorm, and a softmax over the next letter. It is trained here, by real "
        + "backpropagation whose every gradient rule is checked.";

    /// <summary>Title and lead of the panels, in order: Train, Watch attention, Generate, The trick behind attention.</summary>
    public static IReadOnlyList<PanelWords> Panels { get; } =
    [
        new(
            "train",
            "Train the transformer",
            "Backpropagation through all blocks, one small step at a time. The loss is the surprise at the true next letter; watch it fall."
        ),
        new(
            "attention",
            "Watch attention",
            "Every head learns a habit of its own. Choose a layer and a head, type a word, and see where each letter looks back."
        ),
        new(
            "generate",
            "Generate",
            "The model reads what it has written so far, draws one more letter, and reads again. Train it first: fresh weights spit noise."
        ),
        new(
            "trick",
            "The trick behind attention",
            "To look at the past is to multiply by a matrix. In five steps a plain average turns into learned attention: the shape stays, the weights get clever."
        ),
    ];

    /// <summary>How to read an attention map.</summary>
    public const string MapNote =
        "A row is the letter that looks, a column the letter that is looked at. Only the lower triangle is open: nobody peeks ahead.";

    /// <summary>Under the strip.</summary>
    public static string StripCaption(LabInfo info) =>
        $"The residual stream runs straight through: every block reads it, adds to it and passes it on. × {info.LayerCount} blocks.";

    /// <summary>What was built.</summary>
    public static string ThisBuild(LabInfo info) =>
        $"{info.LayerCount} layers · {info.HeadCount} heads · {info.ChannelCount} dimensions · context {info.ContextLength} · vocabulary {info.VocabularySize} · {Digits.Count(info.WeightCount)} weights";

    /// <summary>What to expect of it.</summary>
    public const string ThisBuildNote =
        "The shape of GPT-2, only smaller. So it babbles, but its attention is real.";

    /// <summary>How it is trained; the last word is the result of a check, not a promise.</summary>
    public static string Trainer(LabInfo info, CheckView? check) =>
        $"optimizer {info.Optimizer} · trained on {Digits.Count(info.TrainingCount)} {info.ItemNoun} · {GradientChecked(check)}";

    /// <summary>The result of the check, with its worst error.</summary>
    public static string GradientChecked(CheckView? check) =>
        check switch
        {
            null => "gradients not checked yet",
            { Passed: true } =>
                $"engine gradient-checked: {Digits.Count(check.Comparisons)} comparisons on this model, worst relative error {Digits.Difference(check.WorstRelativeError)}",
            _ =>
                $"GRADIENT CHECK FAILED: {Digits.Count(check.Wrong)} of {Digits.Count(check.Comparisons)} comparisons, worst at {check.WorstInput}",
        };

    /// <summary>A perplexity in words.</summary>
    public static string AsIfChoosing(double perplexity) =>
        $"as if choosing among {Digits.Perplexity(perplexity)} letters";

    /// <summary>A verdict in words.</summary>
    public static string Of(Verdict verdict) =>
        verdict switch
        {
            Verdict.InTraining => "in the training set",
            Verdict.HeldOut => "held out, never seen",
            _ => "new",
        };

    /// <summary>A kind of head in words.</summary>
    public static string Of(HeadKind? kind) =>
        kind switch
        {
            HeadKind.Itself => "looks at itself",
            HeadKind.PreviousLetter => "looks at the letter before",
            HeadKind.FirstPosition => "looks at the start",
            HeadKind.SameLetter => "looks at the same letter",
            HeadKind.AfterSameLetter => "looks behind the same letter",
            _ => "no habit that stands out from chance",
        };

    /// <summary>What a head is in the habit of, with its margin over chance.</summary>
    public static string Habit(HeadKindReport report)
    {
        var best = report.Scores.MaxBy(score => score.Margin)!;
        return report.Kind is { } kind
            ? $"{Of(kind)} ({Digits.Signed(best.Margin)} over chance)"
            : $"{Of(null)} (most: {Of(best.Kind)}, {Digits.Signed(best.Margin)})";
    }

    /// <summary>A draw in words.</summary>
    public static string Drawn(GeneratedLetter letter) =>
        $"The number {Digits.Ratio(letter.Draw)} was drawn; it falls into the share of “{letter.Letter}”, from {Digits.Ratio(letter.From)} to {Digits.Ratio(letter.From + letter.Probability)}. Surprise {Digits.Norm(letter.Surprise)} nats.";

    /// <summary>How to read the colours of letters.</summary>
    public const string SurpriseNote =
        "The more a letter is coloured and underlined, the more it surprised the model itself: −ln of its probability before the sampling options.";

    /// <summary>What the two methods of attribution do.</summary>
    public const string WhyNote =
        "Two methods that know nothing of each other. Input × gradient follows the tape back to each letter's embedding; occlusion replaces the letter by the mark and looks how far the log-probability falls. Where they agree, believe them.";

    /// <summary>What the logit lens does.</summary>
    public const string LensNote =
        "What the model would say if it stopped early: the final norm and the output head are applied to the stream after the embedding and after each block. A ring marks the letter that truly comes next.";

    /// <summary>How to read a matrix of signed numbers.</summary>
    public const string MatrixNote =
        "In X and Y each square is one number: its area is the size, filled blue is positive, hollow orange negative.";

    /// <summary>What the toy shows.</summary>
    public const string ToyNote =
        "The same on numbers that can be checked in the head: each row of Y is the average of the rows of X so far.";

    /// <summary>What the dial shows.</summary>
    public const string DialNote =
        "A dot product of D independent numbers of variance 1 has the variance D. Undivided, long queries give scores so far apart that softmax takes one letter and forgets the rest; divided by √D, they stay of size 1.";

    /// <summary>A status in words.</summary>
    public static string Of(LabStatus status) =>
        status switch
        {
            LabStatus.Untrained => "untrained",
            LabStatus.Training => "in training",
            LabStatus.Finished => "finished",
            _ => "diverged",
        };

    /// <summary>Why untrained output looks as it does.</summary>
    public static string Noise(int step) =>
        step == 0
            ? "These weights are fresh: they spit noise. Train first."
            : $"Only {step} steps so far: expect noise.";

    /// <summary>A start that is off.</summary>
    public static string SuspiciousStart(double loss, LabInfo info) =>
        $"The loss at the start is {Digits.Loss(loss)}; fresh weights should guess at about ln {info.VocabularySize} = {Digits.Loss(info.Baselines[0].Loss)}. Something is off.";

    /// <summary>The way to GPT-2.</summary>
    public const string MoreTitle = "From this to GPT-2 is only a matter of more";

    /// <summary>Above the table.</summary>
    public const string MoreLead =
        "The same parts in the same order; only the numbers grow. Every cell is computed.";

    /// <summary>Below the table.</summary>
    public const string MoreClosing =
        "Then train it on a library instead of names. The babble turns into language; dot products, softmax, residual stream and small steps down the gradient stay what they are here.";
}

/// <summary>The words over a panel.</summary>
/// <param name="Id">Short: <c>train</c>.</param>
/// <param name="Title">The title.</param>
/// <param name="Lead">One or two sentences.</param>
public sealed record PanelWords(string Id, string Title, string Lead);
