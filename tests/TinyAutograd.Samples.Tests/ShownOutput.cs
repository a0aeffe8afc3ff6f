using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyAutograd.Samples.Tests;

/// <summary>Compares the output that a README shows with the output of a run.</summary>
/// <remarks>
/// <para>Line by line, and all of it must be there. Runs of blanks count as one, blanks at the end of a line and empty lines at the end of the
/// output do not count. Text is identical, and so are whole numbers: steps, counts, shapes.</para>
/// <para>A number with decimals or an exponent may differ by one unit in its third significant digit, or in the last digit that is shown if
/// that is coarser. Below 1e-6 it is rounding noise, and equal to any other such.</para>
/// </remarks>
internal static partial class ShownOutput
{
    private const double Noise = 1e-6;

    /// <summary>What differs first, or null where nothing does.</summary>
    public static string? Difference(string shown, string printed)
    {
        var (shownLines, printedLines) = (Lines(shown), Lines(printed));
        for (var i = 0; i < Math.Max(shownLines.Length, printedLines.Length); i++)
        {
            var (a, b) = (shownLines.ElementAtOrDefault(i), printedLines.ElementAtOrDefault(i));
            if (a is null || b is null || !AreAlike(a, b))
            {
                return $"Line {i + 1} is shown as\n  {a ?? "nothing"}\nand printed as\n  {b ?? "nothing"}";
            }
        }
        return null;
    }

    private static string[] Lines(string text) =>
        [
            .. text.ReplaceLineEndings("\n")
                .TrimEnd()
                .Split('\n')
                .Select(line => Blanks().Replace(line.TrimEnd(), " ")),
        ];

    private static bool AreAlike(string shown, string printed)
    {
        var (a, b) = (Decimals().Matches(shown), Decimals().Matches(printed));
        return Decimals().Replace(shown, "#") == Decimals().Replace(printed, "#")
            && a.Zip(b).All(pair => AreClose(pair.First.Value, pair.Second.Value));
    }

    private static bool AreClose(string shown, string printed)
    {
        var (a, b) = (Number(shown), Number(printed));
        if (Math.Max(Math.Abs(a), Math.Abs(b)) < Noise)
        {
            return true;
        }
        var unit = Math.Max(LastUnit(shown), ThirdUnit(Math.Max(Math.Abs(a), Math.Abs(b))));
        return Math.Abs(a - b) <= unit * (1 + 1e-6); // the two units are not exact in binary
    }

    private static double ThirdUnit(double size) => Math.Pow(10, Math.Floor(Math.Log10(size)) - 2);

    // One unit of the last digit: 0.01 for 2.41, 0.1e-5 for 4.9e-5.
    private static double LastUnit(string number)
    {
        var parts = number.Split('e', 'E');
        var decimals = parts[0].Contains('.') ? parts[0].Length - parts[0].IndexOf('.') - 1 : 0;
        return Math.Pow(10, (parts.Length > 1 ? Number(parts[1]) : 0) - decimals);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"-?\d+\.\d+([eE][-+]?\d+)?|-?\d+[eE][-+]?\d+")]
    private static partial Regex Decimals();
}
