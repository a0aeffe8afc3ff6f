using System.CommandLine;

namespace TinyTransformerLab;

/// <summary>The options of all commands, declared once.</summary>
internal sealed class LabOptions
{
    /// <summary>What a command does, and so which options it has.</summary>
    [Flags]
    public enum Uses
    {
        Training = 1,
        Generation = 2,
        SavedModel = 4,
    }

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
    private readonly Option<int> count = Number("--count", "How many items to write.", 20);
    private readonly Option<string?> save = new("--save")
    {
        Description = "Save the trained model in this file (safetensors).",
    };
    private readonly Option<string?> model = new("--model")
    {
        Description = "Use this saved model instead of training one.",
    };
    private readonly Option<bool> json = new("--json")
    {
        Description = "Print JSON lines, each with a \"type\".",
    };

    public void AddTo(Command command, Uses uses)
    {
        Option[] common = [data, seed, json];
        Option[] training = [steps, batch, layers, heads, channels, context, learningRate, save];
        Option[] generation = [temperature, count];
        Option[] savedModel = [model];
        Option[] all =
        [
            .. common,
            .. uses.HasFlag(Uses.Training) ? training : [],
            .. uses.HasFlag(Uses.Generation) ? generation : [],
            .. uses.HasFlag(Uses.SavedModel) ? savedModel : [],
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    public LabSettings Read(ParseResult parsed) =>
        new()
        {
            DataPath = parsed.GetValue(data)!,
            Seed = parsed.GetValue(seed),
            LayerCount = parsed.GetValue(layers),
            HeadCount = parsed.GetValue(heads),
            ChannelCount = parsed.GetValue(channels),
            ContextLength = parsed.GetValue(context),
            Sampling = new SamplingOptions { Temperature = parsed.GetValue(temperature) },
            Count = parsed.GetValue(count),
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
