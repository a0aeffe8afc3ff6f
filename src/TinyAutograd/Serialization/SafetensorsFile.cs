using System.Diagnostics.CodeAnalysis;

namespace TinyAutograd;

/// <summary>The contents of a safetensors file: named arrays and text metadata. Immutable.</summary>
public sealed class SafetensorsFile
{
    private readonly Dictionary<string, SafetensorsTensor> byName = new(StringComparer.Ordinal);
    private readonly SafetensorsTensor[] tensors;
    private readonly string source;

    /// <summary>Contents to be saved.</summary>
    /// <param name="tensors">The arrays, in any order; made with <c>SafetensorsTensor.Of</c>.</param>
    /// <param name="metadata">Texts by name, well-formed Unicode; none unless told.</param>
    /// <exception cref="ArgumentException">Two arrays have the same name, or a text is not well-formed.</exception>
    public SafetensorsFile(
        IEnumerable<SafetensorsTensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    )
        : this(tensors, metadata, "memory") { }

    internal SafetensorsFile(
        IEnumerable<SafetensorsTensor> tensors,
        IReadOnlyDictionary<string, string>? metadata,
        string source
    )
    {
        ArgumentNullException.ThrowIfNull(tensors);
        this.source = source;
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in metadata ?? new Dictionary<string, string>())
        {
            SafetensorsHeader.ThrowIfMalformed(key, "metadata key");
            ArgumentNullException.ThrowIfNull(text, nameof(metadata));
            SafetensorsHeader.ThrowIfMalformed(text, $"metadata '{key}'");
            texts.Add(key, text);
        }
        Metadata = texts;
        foreach (var tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            if (!byName.TryAdd(tensor.Name, tensor))
            {
                throw new ArgumentException(
                    $"Safetensors: two tensors are called '{tensor.Name}'; names must differ.",
                    nameof(tensors)
                );
            }
        }
        this.tensors =
        [
            .. byName
                .Values.OrderByDescending(tensor => tensor.Type.Size())
                .ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The arrays in the order in which a file holds them: larger elements first, so that all are aligned, then by name.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => tensors;

    /// <summary>Texts by name, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The array with this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SafetensorsTensor this[string name] =>
        TryGet(name, out var tensor)
            ? tensor
            : throw new KeyNotFoundException(
                $"Safetensors: {source} has no tensor '{name}'. It has {Names()}."
            );

    /// <summary>Whether there is an array with this name.</summary>
    public bool Contains(string name) => TryGet(name, out _);

    /// <summary>The array with this name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        return byName.TryGetValue(name, out tensor);
    }

    /// <summary>One line per array: name, type, shape.</summary>
    public override string ToString() =>
        string.Join('\n', tensors.Select(tensor => tensor.ToString()));

    private string Names()
    {
        const int Most = 10;
        if (tensors.Length == 0)
        {
            return "none";
        }
        var first = string.Join(", ", tensors.Take(Most).Select(tensor => $"'{tensor.Name}'"));
        return tensors.Length > Most ? $"{first} and {tensors.Length - Most} more" : first;
    }
}
