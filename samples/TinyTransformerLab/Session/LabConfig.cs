namespace TinyTransformerLab;

/// <summary>What a session trains on.</summary>
public enum LabPreset
{
    /// <summary>The bundled given names, or the lines of a file.</summary>
    Names,

    /// <summary>Random letters, a colon, and the same letters again: solved only by looking back.</summary>
    CopyTask,

    /// <summary>A person's own text, one item a line.</summary>
    OwnText,
}

/// <summary>What a session is built from. The same configuration gives the same session, bit for bit.</summary>
public sealed record LabConfig
{
    /// <summary>The longest own text that is taken, in characters.</summary>
    public const int LongestOwnText = 200_000;

    /// <summary>What is trained on.</summary>
    public LabPreset Preset { get; init; }

    /// <summary>For <see cref="LabPreset.Names"/>: a text file with one item a line; the bundled names unless told.</summary>
    public string? DataPath { get; init; }

    /// <summary>For <see cref="LabPreset.OwnText"/>: one item a line.</summary>
    public string? OwnText { get; init; }

    /// <summary>L, number of transformer blocks.</summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>H, number of heads per block.</summary>
    public int HeadCount { get; init; } = 4;

    /// <summary>C, width of the residual stream.</summary>
    public int ChannelCount { get; init; } = 32;

    /// <summary>T, number of positions; own text whose lines are longer gets as many as they need.</summary>
    public int ContextLength { get; init; } = 16;

    /// <summary>How it is trained; its seed is replaced by <see cref="Seed"/>.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Decides split, weights, order of the items and drawn letters.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>A generator for one purpose: all of them follow from the one seed, and none disturbs another.</summary>
    public RandomGenerator RandomFor(Purpose purpose) => RandomFor(Seed, purpose);

    /// <summary>A generator for one purpose under a seed of its own.</summary>
    public static RandomGenerator RandomFor(long seed, Purpose purpose) =>
        new RandomGenerator(seed).Fork((ulong)purpose);
}

/// <summary>What random numbers are drawn for. The numbers are part of what a seed means: they stay.</summary>
public enum Purpose
{
    /// <summary>The weights at step 0.</summary>
    Weights = 0,

    /// <summary>The letters of generated items.</summary>
    Generation = 1,

    /// <summary>The items of the copy task.</summary>
    CopyTask = 2,
}
