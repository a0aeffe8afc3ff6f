using System.Globalization;
using System.Numerics;
using System.Text;

namespace TinyAutograd;

/// <summary>One parameter of a module.</summary>
/// <param name="Name">As seen from the module: <c>blocks.0.attention.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="WeightCount">Its number of weights.</param>
/// <param name="IsFrozen">Whether training leaves it as it is.</param>
public sealed record ModuleSummaryRow(string Name, Shape Shape, long WeightCount, bool IsFrozen);

/// <summary>The parameters of a module at a glance. <see cref="ToString"/> is the table.</summary>
/// <param name="Rows">The parameters in the order of the module; a shared one is there once.</param>
public sealed record ModuleSummary(IReadOnlyList<ModuleSummaryRow> Rows)
{
    /// <summary>Number of weights of all parameters.</summary>
    public long WeightCount => Rows.Sum(row => row.WeightCount);

    /// <summary>Number of weights of the parameters that are not frozen.</summary>
    public long TrainableWeightCount =>
        Rows.Where(row => !row.IsFrozen).Sum(row => row.WeightCount);

    /// <summary>The table: a line a parameter, then the total; where a parameter is frozen its line says so, and what can be trained is counted.</summary>
    public override string ToString()
    {
        string[] heads = ["tensor", "shape", "weights", ""];
        string[][] lines =
        [
            heads,
            .. Rows.Select(row =>
                (string[])
                    [
                        row.Name,
                        row.Shape.ToString(),
                        Number(row.WeightCount),
                        row.IsFrozen ? "  frozen" : "",
                    ]
            ),
            ["total", "", Number(WeightCount), ""],
            .. Rows.Any(row => row.IsFrozen)
                ? (string[][])
                    [
                        ["trainable", "", Number(TrainableWeightCount), ""],
                    ]
                : [],
        ];
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line[0].PadRight(widths[0])).Append("  ");
            text.Append(line[1].PadRight(widths[1])).Append("  ");
            text.Append(line[2].PadLeft(widths[2])).Append(line[3]).Append('\n');
        }
        return text.ToString();

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }
}

/// <summary>Modules at a glance.</summary>
public static class ModuleSummaries
{
    /// <summary>The parameters of a module: names, shapes, numbers of weights.</summary>
    /// <param name="module">The module. Its tree is <see cref="Module{T}.ToString"/>.</param>
    /// <returns>The summary, as the module is now.</returns>
    public static ModuleSummary Summary<T>(this Module<T> module)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        return new ModuleSummary([
            .. module.NamedParameters.Select(pair => new ModuleSummaryRow(
                pair.Key,
                pair.Value.Shape,
                pair.Value.Length,
                pair.Value.IsFrozen
            )),
        ]);
    }
}
