using System.Text.Json;
using TinyAutograd.Tests.Ops;

namespace TinyAutograd.Tests.Vectors;

/// <summary>One case of a vector file: tensors whose names begin with the case's, and its attributes.</summary>
internal sealed class VectorCase
{
    private readonly SafetensorsFile file;
    private readonly JsonElement attributes;

    /// <param name="file">The file.</param>
    /// <param name="name"><c>case3</c>, or <c>exp.case3</c> where a file holds several ops.</param>
    public VectorCase(SafetensorsFile file, string name)
    {
        this.file = file;
        Name = name;
        attributes = Parse(file.Metadata[name]);
    }

    public string Name { get; }

    /// <summary>What the file tells about the case beside its attributes.</summary>
    public JsonElement Info => Parse(file.Metadata[$"{Name}.info"]);

    public string Note => Info.TryGetProperty("note", out var note) ? note.GetString()! : "";

    /// <summary>The inputs by position; a place that holds a mask or indices is null.</summary>
    public Variable<double>[] Inputs
    {
        get
        {
            var inputs = new List<Variable<double>>();
            while (file.TryGet($"{Name}.in{inputs.Count}", out var tensor))
            {
                var isReal = tensor.Type == SafetensorsType.F64;
                inputs.Add(isReal ? tensor.ReadVariable<double>() : null!);
            }
            return [.. inputs];
        }
    }

    public bool Has(string tensor) => file.Contains($"{Name}.{tensor}");

    public Variable<double> Variable(string tensor) =>
        file[$"{Name}.{tensor}"].ReadVariable<double>();

    public NdArray Array(string tensor) => NdArray.From(Variable(tensor));

    public Indices Indices(int input) => file[$"{Name}.in{input}"].ReadIndices();

    public Mask Mask(int input) => file[$"{Name}.in{input}"].ReadMask();

    public bool HasAttribute(string name) => attributes.TryGetProperty(name, out _);

    public int Int(string name) => attributes.GetProperty(name).GetInt32();

    public double Number(string name) => attributes.GetProperty(name).GetDouble();

    /// <summary>A number, or null.</summary>
    public double? Bound(string name) =>
        attributes.GetProperty(name) is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble()
            : null;

    public bool Flag(string name) => attributes.GetProperty(name).GetBoolean();

    public string Text(string name) => attributes.GetProperty(name).GetString()!;

    public int[] Ints(string name) => [.. Elements(name).Select(element => element.GetInt32())];

    /// <summary>A list of integers with null among them.</summary>
    public int?[] Bounds(string name) =>
        [
            .. Elements(name)
                .Select(element =>
                    element.ValueKind == JsonValueKind.Null ? (int?)null : element.GetInt32()
                ),
        ];

    /// <summary>A list of pairs.</summary>
    public (int First, int Second)[] Pairs(string name) =>
        [.. Elements(name).Select(pair => (pair[0].GetInt32(), pair[1].GetInt32()))];

    /// <summary>The attribute <c>axis</c> of a reduction: a list, or null for all.</summary>
    public Axes Axes() =>
        attributes.GetProperty("axis").ValueKind == JsonValueKind.Null
            ? TinyAutograd.Axes.All
            : TinyAutograd.Axes.Of(Ints("axis"));

    private JsonElement.ArrayEnumerator Elements(string name) =>
        attributes.GetProperty(name).EnumerateArray();

    // JSON has no infinity, but these files write one: a number too large to be finite reads as the same.
    private static JsonElement Parse(string json) =>
        JsonDocument.Parse(json.Replace("Infinity", "1e999", StringComparison.Ordinal)).RootElement;
}
