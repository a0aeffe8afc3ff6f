namespace TinyTransformerLab;

/// <summary>What was asked for on the command line.</summary>
internal sealed record LabRequest
{
    /// <summary>What to build; with a saved model its sizes do not count.</summary>
    public required LabConfig Config { get; init; }

    /// <summary>How letters are chosen.</summary>
    public required SamplingOptions Sampling { get; init; }

    /// <summary>How many items to write; null if nobody said.</summary>
    public int? Count { get; init; }

    /// <summary>What they start with.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The word to look at; the session's own if null.</summary>
    public string? Word { get; init; }

    /// <summary>Layer from 1, as people count; null for all.</summary>
    public int? Layer { get; init; }

    /// <summary>Head from 1, as people count; null for all.</summary>
    public int? Head { get; init; }

    /// <summary>Where to save the trained model, if anywhere.</summary>
    public string? SavePath { get; init; }

    /// <summary>The saved model to begin with, if any.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The saved training to go on with, if any.</summary>
    public string? ResumePath { get; init; }

    /// <summary>Where to write the page.</summary>
    public required string OutPath { get; init; }

    /// <summary>Where to serve the live page; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>Number of updates in all; null if nobody said.</summary>
    public int? Steps { get; init; }

    /// <summary>Whether the output is for programs.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether colour and cursor movement are unwanted.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Whether only 7-bit characters are wanted.</summary>
    public bool IsAscii { get; init; }

    /// <summary>Whether nothing should be held back for the eye.</summary>
    public bool IsUnpaced { get; init; }

    /// <summary>The console that was asked for.</summary>
    public LabConsole Console => console ??= new LabConsole(IsPlain || IsJson, IsAscii);

    private LabConsole? console;

    /// <summary>Throws if a setting is impossible: before any work, not after it.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="IOException">The file to save in could not be written.</exception>
    public void Validate()
    {
        Config.Training.Validate();
        Sampling.Validate();
        if (Count < 0)
        {
            throw new ArgumentException($"--count is {Count}; it must be 0 or more.");
        }
        if (Config.Preset == LabPreset.CopyTask && Config.DataPath is not null)
        {
            throw new ArgumentException(
                "The copy task makes its own items: --data goes with --preset names or own."
            );
        }
        if (Port is < 0 or > ushort.MaxValue)
        {
            throw new ArgumentException(
                $"--port is {Port}; it must be 0 (any free port) to {ushort.MaxValue}."
            );
        }
        if (SavePath is { } path)
        {
            ModelFile.ThrowIfNotWritable(path);
        }
    }

    /// <summary>Throws if the layer or the head that was asked for does not exist.</summary>
    /// <exception cref="ArgumentException">There is none of this number.</exception>
    public void ThrowIfNoHead(LabInfo info)
    {
        Require("layer", Layer, info.LayerCount);
        Require("head", Head, info.HeadCount);

        static void Require(string what, int? number, int count)
        {
            if (number < 1 || number > count)
            {
                throw new ArgumentException(
                    $"--{what} is {number}; this model has the {what}s 1 to {count}."
                );
            }
        }
    }
}
