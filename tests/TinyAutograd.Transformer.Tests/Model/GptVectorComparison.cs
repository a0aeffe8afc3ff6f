using System.Globalization;
using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>Compares with one file of reference numbers, and remembers which of them were compared: none may be forgotten.</summary>
internal sealed class GptVectorComparison(SafetensorsFile file, VectorTolerance tolerance)
{
    private static readonly string[] Given =
    [
        "idx",
        "targets",
        "targets_ignore",
        "logit_rows",
        "attn_rows",
        "windows",
    ];

    private readonly HashSet<string> compared = [];

    /// <summary>A result of the file's shape.</summary>
    public void Matches<T>(string quantity, string name, Variable<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(file[name].Shape, actual.Shape);
        Matches(quantity, name, actual.AsSpan());
    }

    /// <summary>Numbers, one for each of the file's.</summary>
    public void Matches<T>(string quantity, string name, ReadOnlySpan<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.True(compared.Add(name), name);
        tolerance.Equal(quantity, name, file[name].ReadVariable<T>().AsSpan(), actual);
    }

    /// <summary>A gradient or a weight: whole where the file has it whole, otherwise by its sums, its norm and a sample of its elements.</summary>
    /// <param name="prefix"><c>grad</c>, <c>grad_ignore</c> or <c>final</c>: how the tensors' names begin.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="actual">Its gradient or value.</param>
    public void MatchesParameter<T>(string prefix, string parameter, Variable<T> actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var quantity = prefix.Split('_')[0];
        var name = $"{prefix}.{parameter}";
        if (parameter.EndsWith("c_attn.bias", StringComparison.Ordinal))
        {
            MatchesAttentionBias(quantity, name, actual.ToArray());
        }
        else if (file.Contains(name))
        {
            Matches(quantity, name, actual);
        }
        else
        {
            MatchesSummary(quantity, prefix, parameter, actual.ToArray(), actual.Shape);
        }
    }

    /// <summary>Whether the file has anything of a parameter.</summary>
    public bool Has(string prefix, string parameter) =>
        file.Contains($"{prefix}.{parameter}") || file.Contains($"{prefix}.norm.{parameter}");

    /// <summary>Fails if the file holds a result that was not compared.</summary>
    public void AssertComplete() =>
        Assert.Equal(
            file.Tensors.Select(tensor => tensor.Name).Except(Given).Order(StringComparer.Ordinal),
            compared.Order(StringComparer.Ordinal)
        );

    // A softmax ignores a shift: the gradient of the key bias, the middle third, is mathematically zero, and Adam scales its rounding noise
    // up. The manifest compares it apart, and its final value in double only.
    private void MatchesAttentionBias<T>(string quantity, string name, T[] actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.True(compared.Add(name), name);
        var expected = file[name].ReadVariable<T>().ToArray();
        var c = expected.Length / 3;
        if (quantity == "grad" || typeof(T) == typeof(double))
        {
            tolerance.Equal<T>(
                $"{quantity}.key_bias",
                name,
                expected.AsSpan(c, c),
                actual.AsSpan(c, c)
            );
        }
        tolerance.Equal<T>(quantity, name, expected.AsSpan(0, c), actual.AsSpan(0, c));
        tolerance.Equal<T>(quantity, name, expected.AsSpan(2 * c), actual.AsSpan(2 * c));
    }

    // Sums and norms are those of the numbers in double, whatever the numbers are.
    private void MatchesSummary<T>(
        string quantity,
        string prefix,
        string parameter,
        T[] actual,
        Shape shape
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = Array.ConvertAll(actual, double.CreateChecked);
        var rows = values.Chunk(shape[1]).ToArray();
        var stride = int.Parse(file.Metadata["sample_stride"], CultureInfo.InvariantCulture);
        Compare("rowsum", [.. rows.Select(row => row.Sum())]);
        Compare(
            "colsum",
            [.. Enumerable.Range(0, shape[1]).Select(column => rows.Sum(row => row[column]))]
        );
        Compare("norm", [Math.Sqrt(values.Sum(value => value * value))]);
        Compare("sample", [.. values.Where((_, i) => i % stride == 0)]);

        void Compare(string kind, double[] numbers) =>
            Matches<double>($"{quantity}.{kind}", $"{prefix}.{kind}.{parameter}", numbers);
    }
}
