using System.CommandLine;
using System.Text;

namespace TinyTransformerLab;

/// <content>Which command takes which options, and what a command line says.</content>
internal sealed partial class LabOptions
{
    /// <summary>What to build and how to train it.</summary>
    public Option[] Build =>
        [preset, data, seed, steps, batch, learningRate, layers, heads, channels, context];

    /// <summary>Where weights come from and go to.</summary>
    public Option[] Files => [model, save];

    /// <summary>The training to go on with.</summary>
    public Option Resume => resume;

    /// <summary>What to write.</summary>
    public Option[] Items => [count, prefix, .. Sampling];

    /// <summary>How letters are chosen.</summary>
    public Option[] Sampling => [temperature, topK, topP, minP];

    /// <summary>Which word to look at.</summary>
    public Option Word => word;

    /// <summary>What to look at.</summary>
    public Option[] Looking => [word, layer, head];

    /// <summary>Where the page goes.</summary>
    public Option Out => outPath;

    /// <summary>Where the live page is served.</summary>
    public Option Port => port;

    /// <summary>How to print.</summary>
    public Option[] Printing => [json, plain, ascii];

    /// <summary>Whether to wait for the eye.</summary>
    public Option Pacing => noPacing;

    /// <summary>What a command line asks for.</summary>
    /// <exception cref="ArgumentException">A word is not among those that an option takes, or a file is missing that it needs.</exception>
    /// <exception cref="IOException">The own text cannot be read.</exception>
    public LabRequest Read(ParseResult parsed)
    {
        var chosen = PresetOf(parsed.GetValue(preset)!);
        var path = parsed.GetValue(data);
        ThrowIfResumedOtherwise(parsed);
        return new LabRequest
        {
            OutPath = parsed.GetValue(outPath)!,
            Port = parsed.GetValue(port),
            Config = new LabConfig
            {
                Preset = chosen,
                DataPath = chosen == LabPreset.OwnText ? null : path,
                OwnText = chosen == LabPreset.OwnText ? OwnText(path) : null,
                Seed = parsed.GetValue(seed),
                LayerCount = parsed.GetValue(layers),
                HeadCount = parsed.GetValue(heads),
                ChannelCount = parsed.GetValue(channels),
                ContextLength = parsed.GetValue(context),
                Training = new TrainingOptions
                {
                    Steps = parsed.GetValue(steps),
                    BatchSize = parsed.GetValue(batch),
                    LearningRate = parsed.GetValue(learningRate),
                    Seed = parsed.GetValue(seed),
                },
            },
            Sampling = new SamplingOptions
            {
                Temperature = parsed.GetValue(temperature),
                TopK = parsed.GetValue(topK),
                TopP = parsed.GetValue(topP),
                MinP = parsed.GetValue(minP),
            },
            Count = parsed.GetValue(count),
            Prefix = parsed.GetValue(prefix) ?? "",
            Word = parsed.GetValue(word),
            Layer = parsed.GetValue(layer),
            Head = parsed.GetValue(head),
            SavePath = parsed.GetValue(save),
            ModelPath = parsed.GetValue(model),
            ResumePath = parsed.GetValue(resume),
            Steps = IsGiven(parsed, steps) ? parsed.GetValue(steps) : null,
            IsJson = parsed.GetValue(json),
            IsPlain = parsed.GetValue(plain),
            IsAscii = parsed.GetValue(ascii),
            IsUnpaced = parsed.GetValue(noPacing),
        };
    }

    // What a file decides may not be said a second time: one of the two would be passed over in silence.
    private void ThrowIfResumedOtherwise(ParseResult parsed)
    {
        Option[] decided = [seed, batch, learningRate, layers, heads, channels, context, model];
        if (
            parsed.GetValue(resume) is not null
            && decided.FirstOrDefault(option => IsGiven(parsed, option)) is { } given
        )
        {
            throw new ArgumentException(
                $"A resumed training goes on as it was: {given.Name} cannot be given with --resume."
            );
        }
    }

    private static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };

    private static LabPreset PresetOf(string name) =>
        name switch
        {
            "names" => LabPreset.Names,
            "copy" => LabPreset.CopyTask,
            "own" => LabPreset.OwnText,
            _ => throw new ArgumentException($"There is no preset '{name}': names, copy or own."),
        };

    private static string OwnText(string? path)
    {
        if (path is null)
        {
            throw new ArgumentException(
                "--preset own needs --data with your text, one item a line."
            );
        }
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Data file '{path}' does not exist.");
        }
        // In UTF-8 a character takes four bytes at the most: a huge file is refused before it is read.
        var length = new FileInfo(path).Length;
        if (length > 4 * LabConfig.LongestOwnText)
        {
            throw new InvalidDataException(
                $"Data file '{path}' has {Digits.Count(length)} bytes; own text may have {Digits.Count(LabConfig.LongestOwnText)} characters. Use --preset names for more."
            );
        }
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(File.ReadAllBytes(path))
                .TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException(
                $"Data file '{path}' is not text: byte {error.Index} is not valid UTF-8.",
                error
            );
        }
    }
}
