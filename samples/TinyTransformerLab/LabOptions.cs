using System.CommandLine;

namespace TinyTransformerLab;

/// <summary>The options of all commands, declared once.</summary>
internal sealed class LabOptions
{
    private const int DefaultCount = 20;

    private static readonly TrainingOptions Defaults = new();

    private readonly Option<string> data = new("--data")
    {
        Description = "Text file with one item a line.",
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "data", "names.txt"),
    };
    private readonly Option<int> steps = Number("--steps", "Number of updates.", Defaults.Steps);
    private readonly Option<int> batch = Number("--batch", "Items per update.", Defaults.BatchSize);
    private readonly Option<int> layers = Number("--layers", "Transformer blocks.", 2);
    private readonly Option<int> heads = Number("--heads", "Attention heads per block.", 4);
    private readonly Option<int> channels = Number(
        "--channels",
        "Width of the residual stream, a multiple of the heads.",
        32
    );
    private readonly Option<int> context = Number(
        "--context",
        "Positions that the model can see; items may be one shorter.",
        16
    );
    private readonly Option<double> learningRate = Number(
        "--learning-rate",
        "Peak learning rate.",
        Defaults.LearningRate
    );
    private readonly Option<long> seed = Number(
        "--seed",
        "Decides split, weights, order of the items and drawn letters.",
        1L
    );
    private readonly Option<double> temperature = Number(
        "--temperature",
        "0 takes the likeliest letter, 1 the model's odds, more is wilder.",
        0.8
    );
    private readonly Option<int?> count = new("--count")
    {
        Description = $"How many items to write ({DefaultCount}; after \"train\" none).",
    };
    private readonly Option<string?> save = new("--save")
    {
        Description = "Save the trained model in this file (safetensors).",
    };
    private readonly Option<string?> model = new("--model")
    {
        Description =
            "A saved model: to write items with, or to go on training from. It brings its own sizes.",
    };
    private readonly Option<bool> json = new("--json")
    {
        Description = "Print JSON lines, each with a \"type\".",
    };

    public void AddTo(Command command)
    {
        Option[] all =
        [
            data,
            steps,
            batch,
            layers,
            heads,
            channels,
            context,
            learningRate,
            seed,
            save,
            model,
            temperature,
            count,
            json,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="defaultCount">How many items are written unless told.</param>
    public LabSettings Read(ParseResult parsed, int defaultCount = DefaultCount) =>
        new()
        {
            DataPath = parsed.GetValue(data)!,
            Seed = parsed.GetValue(seed),
            LayerCount = parsed.GetValue(layers),
            HeadCount = parsed.GetValue(heads),
            ChannelCount = parsed.GetValue(channels),
            ContextLength = parsed.GetValue(context),
            Sampling = new SamplingOptions { Temperature = parsed.GetValue(temperature) },
            Count = parsed.GetValue(count) ?? defaultCount,
            IsJson = parsed.GetValue(json),
            SavePath = parsed.GetValue(save),
            ModelPath = parsed.GetValue(model),
            Training = new TrainingOptions
            {
                Steps = parsed.GetValue(steps),
                BatchSize = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(learningRate),
                Seed = parsed.GetValue(seed),
            },
        };

    private static Option<TNumber> Number<TNumber>(
        string name,
        string description,
        TNumber initial
    ) => new(name) { Description = description, DefaultValueFactory = _ => initial };
}
