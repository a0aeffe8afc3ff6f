namespace TinyAutograd.Tests.Architecture;

/// <summary>The floors of a project: a folder knows its own files and the floors beneath it.</summary>
/// <param name="floorOf">The floor of each folder, from 1.</param>
/// <param name="exceptions">Folders, and the files above them that they may know all the same.</param>
internal sealed class Floors(
    Dictionary<string, int> floorOf,
    Dictionary<string, string[]> exceptions
)
{
    private const int Top = 7;

    /// <summary>Those of <c>src/TinyAutograd</c>.</summary>
    public static readonly Floors OfLibrary = new(
        new()
        {
            ["Shapes"] = 1,
            ["Kernels"] = 2,
            ["Variables"] = 3,
            ["Tape"] = 4,
            ["Ops"] = 5,
            ["Modules"] = 6,
            ["Distributions"] = 6,
            ["Optimization"] = Top,
            ["Differentiation"] = Top,
            ["Checking"] = Top,
            ["Inspection"] = Top,
            ["Serialization"] = Top,
            ["Data"] = Top,
            ["Metrics"] = Top,
        },
        // Gradients are added, and broadcasting is undone: the only ops that the chain rule names.
        new()
        {
            ["Tape"] =
            [
                "Ops/Arithmetic/Add.cs",
                "Ops/Reductions/SumTo.cs",
                "Ops/Shaping/Expand.cs",
            ],
        }
    );

    /// <summary>Those of <c>src/TinyAutograd.Transformer</c>.</summary>
    public static readonly Floors OfTransformer = new(
        new()
        {
            ["Files"] = 1,
            ["Tokenization"] = 2,
            ["Data"] = 3,
            ["Model"] = 4,
            ["Generation"] = 5,
            ["Training"] = 5,
            ["Inspection"] = 5,
            ["Onnx"] = 6,
        },
        []
    );

    public bool IsKnown(string folder) => floorOf.ContainsKey(folder);

    public static string FolderOf(string path) => path.Split('/')[0];

    /// <summary>Whether a file may refer to what another file declares; a type in several files counts as on the lowest floor.</summary>
    public bool Allows(Reference reference)
    {
        var from = FolderOf(reference.From);
        return reference.To.Any(file => Allows(from, file));
    }

    private bool Allows(string from, string file)
    {
        var to = FolderOf(file);
        return from == to
            || floorOf[to] < floorOf[from]
            || exceptions.GetValueOrDefault(from, []).Contains(file);
    }
}
