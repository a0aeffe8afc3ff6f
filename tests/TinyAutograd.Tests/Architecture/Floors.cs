namespace TinyAutograd.Tests.Architecture;

/// <summary>The floors of <c>src/TinyAutograd</c>: a folder knows its own floor and those beneath it.</summary>
internal static class Floors
{
    private const int Top = 7;

    private static readonly Dictionary<string, int> FloorOf = new()
    {
        ["Shapes"] = 1,
        ["Kernels"] = 2,
        ["Variables"] = 3,
        ["Tape"] = 4,
        ["Ops"] = 5,
        ["Modules"] = 6,
        ["Optimization"] = Top,
        ["Differentiation"] = Top,
        ["Checking"] = Top,
        ["Inspection"] = Top,
        ["Serialization"] = Top,
    };

    // Gradients are added, and broadcasting is undone: the only ops that the chain rule names.
    private static readonly string[] OpsOfTheTape =
    [
        "Ops/Arithmetic/Add.cs",
        "Ops/Reductions/SumTo.cs",
        "Ops/Shaping/Expand.cs",
    ];

    public static bool IsKnown(string folder) => FloorOf.ContainsKey(folder);

    public static string FolderOf(string path) => path.Split('/')[0];

    /// <summary>Whether a file may refer to what another file declares; a type in several files counts as on the lowest floor.</summary>
    public static bool Allows(Reference reference)
    {
        var from = FolderOf(reference.From);
        return reference.To.Any(file => Allows(from, file));
    }

    private static bool Allows(string from, string file)
    {
        var to = FolderOf(file);
        return from == to
            || FloorOf[to] < FloorOf[from]
            || (from == "Tape" && OpsOfTheTape.Contains(file));
    }
}
