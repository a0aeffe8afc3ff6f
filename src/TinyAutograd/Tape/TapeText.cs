using System.Numerics;
using System.Text;

namespace TinyAutograd;

/// <summary>A tape as a table: number, op, inputs, shape.</summary>
internal static class TapeText
{
    public static string Of<T>(IReadOnlyList<TapeEntry<T>> entries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[][] rows =
        [
            ["#", "op", "inputs", "shape"],
            .. entries.Select(entry =>
                new[]
                {
                    $"{entry.Number}",
                    entry.Op.ToString(),
                    string.Join(
                        ", ",
                        Enumerable
                            .Range(0, entry.Inputs.Count)
                            .Select(i => $"{entry.InputName(i)} {entry.Inputs[i].Shape}")
                    ),
                    entry.Output.Shape.ToString(),
                }
            ),
        ];
        var widths = Enumerable
            .Range(0, 4)
            .Select(column => rows.Max(row => row[column].Length))
            .ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var line =
                $"{row[0].PadLeft(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadRight(widths[2])}  {row[3]}";
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.ToString();
    }
}
