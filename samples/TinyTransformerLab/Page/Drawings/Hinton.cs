using System.Globalization;
using System.Text;

namespace TinyTransformerLab;

/// <summary>A matrix of signed numbers as squares whose area is the size of the number: filled if positive, hollow if negative.</summary>
internal static class Hinton
{
    private const double Cell = 12;

    /// <summary>Draws a matrix.</summary>
    /// <param name="label">What it is.</param>
    /// <param name="rows">The numbers.</param>
    public static Element Draw(string label, IReadOnlyList<IReadOnlyList<double>> rows)
    {
        var largest = rows.SelectMany(row => row).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var (width, height) = (rows[0].Count * Cell, rows.Count * Cell);
        return Figures.Svg(
            "svg.hinton",
            width,
            height,
            label,
            Figures.Box("rect.paper", 0, 0, width, height),
            Element.Of("path.plus").With("d", Squares(rows, largest, isPositive: true)),
            Element.Of("path.minus").With("d", Squares(rows, largest, isPositive: false))
        );
    }

    /// <summary>The same as a table.</summary>
    public static Element Table(
        string caption,
        IReadOnlyList<string> tokens,
        IReadOnlyList<IReadOnlyList<double>> rows
    ) =>
        Figures.Table(
            caption,
            ["", .. Enumerable.Range(1, rows[0].Count).Select(i => Digits.Count(i))],
            rows.Select((row, i) => (IReadOnlyList<string>)[tokens[i], .. row.Select(Digits.Score)])
        );

    private static string Squares(
        IReadOnlyList<IReadOnlyList<double>> rows,
        double largest,
        bool isPositive
    )
    {
        var path = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = 0; j < rows[i].Count; j++)
            {
                var size = Math.Sqrt(Math.Abs(rows[i][j]) / largest) * (Cell - 3);
                if (rows[i][j] > 0 == isPositive && size >= 0.5)
                {
                    var (x, y) = ((j + 0.5) * Cell - size / 2, (i + 0.5) * Cell - size / 2);
                    path.Append(
                        CultureInfo.InvariantCulture,
                        $"M{x:0.#} {y:0.#}h{size:0.#}v{size:0.#}h-{size:0.#}z"
                    );
                }
            }
        }
        return path.ToString();
    }
}
