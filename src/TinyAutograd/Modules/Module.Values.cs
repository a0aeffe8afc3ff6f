namespace TinyAutograd;

/// <content>Taking the numbers out and putting them in.</content>
public abstract partial class Module<T>
{
    /// <summary>All numbers that the module is, by name: those of its parameters, then those of its buffers.</summary>
    internal IEnumerable<KeyValuePair<string, Variable<T>>> NamedValues =>
        NamedParameters
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value))
            .Concat(NamedBuffers.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Value)));

    /// <summary>Copies the numbers of all parameters and buffers.</summary>
    /// <returns>Constants by the names of <see cref="NamedParameters"/> and <see cref="NamedBuffers"/>; later updates do not change them.</returns>
    public IReadOnlyDictionary<string, Variable<T>> ExportParameters() =>
        NamedValues.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Detach(),
            StringComparer.Ordinal
        );

    /// <summary>Replaces the numbers of all parameters and buffers.</summary>
    /// <param name="values">Exactly one for each of <see cref="NamedParameters"/> and <see cref="NamedBuffers"/>, of its shape.</param>
    /// <exception cref="ArgumentException">Names or shapes do not fit; the message lists all that are missing, unexpected or of another
    /// shape. Nothing has changed then.</exception>
    /// <exception cref="ObjectDisposedException">A value's tape is closed. Nothing has changed then.</exception>
    public void LoadParameters(IReadOnlyDictionary<string, Variable<T>> values)
    {
        // A value may read a parameter that is overwritten on the way (two parameters change places): copy first.
        var copies = CopyFitting(values, $"{TypeName}.LoadParameters");
        foreach (var (parameter, copy) in Parameters.Zip(copies))
        {
            parameter.Assign(copy);
        }
        foreach (var ((_, buffer), copy) in NamedBuffers.Zip(copies.Skip(Parameters.Count)))
        {
            buffer.Assign(Variable.Of<T>(copy, buffer.Shape));
        }
    }

    /// <summary>Copies of the values of all parameters and buffers, in the order of <see cref="NamedValues"/>; throws if names or shapes do not fit.</summary>
    internal T[][] CopyFitting(IReadOnlyDictionary<string, Variable<T>> values, string caller)
    {
        ArgumentNullException.ThrowIfNull(values);
        var names = NamedValues.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var missing = new List<string>();
        var misshaped = new List<string>();
        foreach (var (name, present) in NamedValues)
        {
            if (!values.TryGetValue(name, out var value))
            {
                missing.Add($"'{name}' {present.Shape}");
                continue;
            }
            ArgumentNullException.ThrowIfNull(value, nameof(values));
            value.ThrowIfEnded();
            if (value.Shape != present.Shape)
            {
                misshaped.Add($"'{name}' {value.Shape} instead of {present.Shape}");
            }
        }
        var unexpected = values
            .Where(pair => !names.Contains(pair.Key))
            .Select(pair => $"'{pair.Key}' {pair.Value?.Shape}");
        ThrowIfAny(caller, missing, [.. unexpected], misshaped);
        return [.. NamedValues.Select(pair => values[pair.Key].ToArray())];
    }

    private static void ThrowIfAny(
        string caller,
        List<string> missing,
        List<string> unexpected,
        List<string> misshaped
    )
    {
        var complaints = new (string Kind, List<string> Names)[]
        {
            ("missing", missing),
            ("unexpected", unexpected),
            ("of another shape", misshaped),
        }
            .Where(complaint => complaint.Names.Count > 0)
            .Select(complaint =>
                $"{complaint.Names.Count} {complaint.Kind}: {string.Join(", ", complaint.Names)}"
            )
            .ToArray();
        if (complaints.Length > 0)
        {
            throw new ArgumentException(
                $"{caller}: the values do not fit the parameters; nothing was loaded. {string.Join(". ", complaints)}."
            );
        }
    }
}
