using System.Globalization;
using System.Text;

namespace TinyAutograd;

/// <summary>What a comparison of an analytic with a numeric derivative says.</summary>
public enum GradientCheckVerdict
{
    /// <summary>They agree.</summary>
    Right,

    /// <summary>They differ by more than rounding and step size explain: the analytic derivative is wrong.</summary>
    Wrong,

    /// <summary>There is no derivative here: the slopes of the two sides differ, or the function ends at this point.</summary>
    NotDifferentiable,

    /// <summary>The function is too rough or too noisy here to tell.</summary>
    Uncertain,
}

/// <summary>One comparison.</summary>
/// <param name="Order">1: derivative of the function; 2: derivative of its gradient.</param>
/// <param name="Input">With respect to what: <c>input 0 (2, 3)</c>, <c>parameter 'w' (4)</c>, <c>upstream gradient (2)</c>.</param>
/// <param name="Element">Flat, row-major position of the element in the input; null for a random direction through all of them.</param>
/// <param name="Position">The element as text, <c>[1, 2]</c>, or the number of the direction.</param>
/// <param name="Rule">Which analytic derivative: <c>kernel</c> (the backward pass as it runs when nobody records it) or <c>composed</c> (in public ops).</param>
/// <param name="Analytic">The derivative by the backward rules.</param>
/// <param name="Numeric">The derivative by central differences.</param>
/// <param name="NumericError">An estimate of the numeric derivative's own error.</param>
/// <param name="Verdict">What they say together.</param>
public sealed record GradientCheckEntry(
    int Order,
    string Input,
    int? Element,
    string Position,
    string Rule,
    double Analytic,
    double Numeric,
    double NumericError,
    GradientCheckVerdict Verdict
)
{
    /// <summary>The difference relative to the larger of the two, 0 to 2; NaN where one is not a number.</summary>
    public double RelativeError =>
        Analytic.Equals(Numeric)
            ? 0
            : Math.Abs(Analytic - Numeric) / Math.Max(Math.Abs(Analytic), Math.Abs(Numeric));
}

/// <summary>The result of a <see cref="GradientCheck"/>. Immutable.</summary>
public sealed class GradientCheckReport
{
    private const int MostRows = 20;

    internal GradientCheckReport(
        string function,
        IReadOnlyList<string> ops,
        IReadOnlyList<string> suspects,
        IEnumerable<GradientCheckEntry> entries
    )
    {
        Function = function;
        Ops = ops;
        Suspects = suspects;
        Entries =
        [
            .. entries
                .OrderBy(entry => Rank(entry.Verdict))
                .ThenByDescending(entry =>
                    double.IsNaN(entry.RelativeError) ? 3 : entry.RelativeError
                ),
        ];
    }

    /// <summary>The function as written in the code, or the name it was given.</summary>
    public string Function { get; }

    /// <summary>The names of the ops that it used, in the order of their first use.</summary>
    public IReadOnlyList<string> Ops { get; }

    /// <summary>Where the check failed and the function has several ops: those that fail when checked alone, with the shapes of their inputs.</summary>
    public IReadOnlyList<string> Suspects { get; }

    /// <summary>All comparisons, the worst first.</summary>
    public IReadOnlyList<GradientCheckEntry> Entries { get; }

    /// <summary>Whether nothing is wrong and something is right. Comparisons at points without a derivative, and uncertain ones, are not
    /// failures; but where there is nothing else, nothing was shown.</summary>
    public bool Passed =>
        Count(GradientCheckVerdict.Wrong) == 0
        && (Entries.Count == 0 || Count(GradientCheckVerdict.Right) > 0);

    /// <summary>How many comparisons have this verdict.</summary>
    public int Count(GradientCheckVerdict verdict) =>
        Entries.Count(entry => entry.Verdict == verdict);

    /// <summary>Returns the report if the check passed.</summary>
    /// <exception cref="InvalidOperationException">It did not pass; the message is the report.</exception>
    public GradientCheckReport ThrowIfFailed() =>
        Passed ? this : throw new InvalidOperationException(ToString());

    /// <summary>A summary, and the comparisons as a table, the worst first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"GradientCheck {(Passed ? "passed" : "FAILED")}: {Function} (ops: {string.Join(", ", Ops)}): "
        );
        var counts = Enum.GetValues<GradientCheckVerdict>()
            .Where(verdict => Count(verdict) > 0)
            .Select(verdict => $"{Count(verdict)} {Words(verdict)}");
        text.AppendJoin(", ", counts).Append('\n');
        foreach (var suspect in Suspects)
        {
            text.Append(CultureInfo.InvariantCulture, $"Wrong by itself: {suspect}\n");
        }
        AppendTable(text);
        return text.ToString();
    }

    private void AppendTable(StringBuilder text)
    {
        string[][] rows =
        [
            [
                "verdict",
                "order",
                "input",
                "element",
                "rule",
                "analytic",
                "numeric",
                "± about",
                "relative error",
            ],
            .. Entries
                .Take(MostRows)
                .Select(entry =>
                    new[]
                    {
                        Words(entry.Verdict),
                        $"{entry.Order}",
                        entry.Input,
                        entry.Position,
                        entry.Rule,
                        Number(entry.Analytic, "G10"),
                        Number(entry.Numeric, "G10"),
                        Number(entry.NumericError, "G2"),
                        Number(entry.RelativeError, "G3"),
                    }
                ),
        ];
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = string.Join(
                "  ",
                row.Select((cell, column) => cell.PadRight(widths[column]))
            );
            text.Append(line.TrimEnd()).Append('\n');
        }
        if (Entries.Count > MostRows)
        {
            text.Append(CultureInfo.InvariantCulture, $"… and {Entries.Count - MostRows} more\n");
        }
    }

    private static string Number(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);

    private static string Words(GradientCheckVerdict verdict) =>
        verdict switch
        {
            GradientCheckVerdict.Right => "right",
            GradientCheckVerdict.Wrong => "wrong",
            GradientCheckVerdict.NotDifferentiable => "not differentiable here",
            _ => "uncertain",
        };

    private static int Rank(GradientCheckVerdict verdict) =>
        verdict switch
        {
            GradientCheckVerdict.Wrong => 0,
            GradientCheckVerdict.Uncertain => 1,
            GradientCheckVerdict.NotDifferentiable => 2,
            _ => 3,
        };
}
