using System.Globalization;
using System.Text;

namespace TinyAutograd;

/// <content>The matrix as a table.</content>
public sealed partial class ConfusionMatrix
{
    /// <summary>A line per true class: how often each class was predicted for it, and its precision, recall and F1, with – where one is undefined.</summary>
    public override string ToString()
    {
        string[][] lines =
        [
            ["true \\ predicted", .. names, "precision", "recall", "F1"],
            .. Enumerable
                .Range(0, ClassCount)
                .Select(c =>
                    (string[])
                        [
                            names[c],
                            .. Enumerable
                                .Range(0, ClassCount)
                                .Select(p =>
                                    this[c, p].ToString("N0", CultureInfo.InvariantCulture)
                                ),
                            Share(Precision(c)),
                            Share(Recall(c)),
                            Share(F1(c)),
                        ]
                ),
        ];
        var widths = lines[0].Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line[0].PadRight(widths[0]));
            for (var i = 1; i < line.Length; i++)
            {
                text.Append("  ").Append(line[i].PadLeft(widths[i]));
            }
            text.Append('\n');
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"accuracy {Share(Accuracy)} of {ExampleCount:N0} {(ExampleCount == 1 ? "example" : "examples")}\n"
        );
        return text.ToString();

        static string Share(double share) =>
            double.IsNaN(share) ? "–" : share.ToString("F3", CultureInfo.InvariantCulture);
    }
}
