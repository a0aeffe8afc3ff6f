using System.CommandLine;

namespace TinyTransformerLab;

/// <summary>The options of all commands, declared once.</summary>
internal sealed partial class LabOptions
{
    private static readonly LabConfig Model = new();
    private static readonly TrainingOptions Training = new();

    private readonly Option<string> preset = new("--preset")
    {
        Description =
            "What to learn: names (or the lines of --data), copy (letters to be repeated behind a colon), own (a text of yours in --data).",
        DefaultValueFactory = _ => "names",
    };
    private readonly Option<string?> data = new("--data")
    {
        Description = "Text file with one item a line; the bundled names unless told.",
    };
    private readonly Option<int> steps = Number("--steps", "Number of updates.", Training.Steps);
    private readonly Option<int> batch = Number("--batch", "Items per update.", Training.BatchSize);
    private readonly Option<int> layers = Number(
        "--layers",
        "Transformer blocks.",
        Model.LayerCount
    );
    private readonly Option<int> heads = Number(
        "--heads",
        "Attention heads per block.",
        Model.HeadCount
    );
    private readonly Option<int> channels = Number(
        "--channels",
        "Width of the residual stream, a multiple of the heads.",
        Model.ChannelCount
    );
    private readonly Option<int> context = Number(
        "--context",
        "Positions that the model can see; items may be one shorter.",
        Model.ContextLength
    );
    private readonly Option<double> learningRate = Number(
        "--learning-rate",
        "Peak learning rate.",
        Training.LearningRate
    );
    private readonly Option<long> seed = Number(
        "--seed",
        "Decides split, weights, order of the items and drawn letters.",
        Model.Seed
    );
    private readonly Option<double> temperature = Number(
        "--temperature",
        "0 takes the likeliest letter, 1 the model's odds, more is wilder.",
        LabSession.DefaultSampling.Temperature
    );
    private readonly Option<int?> topK = Maybe<int?>("--top-k", "Keep the k likeliest letters.");
    private readonly Option<double?> topP = Maybe<double?>(
        "--top-p",
        "Keep the likeliest letters that together have probability p."
    );
    private readonly Option<double?> minP = Maybe<double?>(
        "--min-p",
        "Drop letters with less than this share of the likeliest one's probability."
    );
    private readonly Option<int?> count = Maybe<int?>(
        "--count",
        "How many items to write: 20 with generate, 10 in the tour, none with train unless told."
    );
    private readonly Option<string> prefix = new("--prefix")
    {
        Description = "What the items start with.",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string?> word = Maybe<string?>(
        "--word",
        "The word to look at; a held-out item unless told."
    );
    private readonly Option<int?> layer = Maybe<int?>("--layer", "A layer, from 1.");
    private readonly Option<int?> head = Maybe<int?>("--head", "A head, from 1.");
    private readonly Option<string?> save = Maybe<string?>(
        "--save",
        "Save the trained model in this file (safetensors)."
    );
    private readonly Option<string?> model = Maybe<string?>(
        "--model",
        "A saved model, instead of a fresh one. It brings its own sizes."
    );
    private readonly Option<string?> resume = Maybe<string?>(
        "--resume",
        "A saved training: goes on with it, bit for bit. It brings all its settings; --steps, if given, is the number of updates in all."
    );
    private readonly Option<string> outPath = new("--out")
    {
        Description = "Where to write the page.",
        DefaultValueFactory = _ => "lab.html",
    };
    private readonly Option<int> port = Number(
        "--port",
        "Port of the loopback address; 0 for any free one.",
        5227
    );
    private readonly Option<bool> json = Flag("--json", "For programs: JSON on standard output.");
    private readonly Option<bool> plain = Flag("--plain", "No colour, no cursor movement.");
    private readonly Option<bool> ascii = Flag("--ascii", "7-bit characters only.");
    private readonly Option<bool> noPacing = Flag(
        "--no-pacing",
        "Full speed: hold nothing back for the eye."
    );

    private static Option<TNumber> Number<TNumber>(
        string name,
        string description,
        TNumber initial
    ) => new(name) { Description = description, DefaultValueFactory = _ => initial };

    private static Option<TValue> Maybe<TValue>(string name, string description) =>
        new(name) { Description = description };

    private static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description };
}
