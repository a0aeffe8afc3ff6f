using System.Globalization;

namespace TinyTransformerLab;

/// <summary>How numbers are written, in every face alike. Decimal point, thousands separated by commas, whatever the system's language.</summary>
public static class Digits
{
    /// <summary>A loss in nats: 2.008.</summary>
    public static string Loss(double nats) => Fixed(nats, 3);

    /// <summary>A probability or a share of attention: 0.42.</summary>
    public static string Probability(double value) => Fixed(value, 2);

    /// <summary>A score before softmax; −∞ where a row may not look.</summary>
    public static string Score(double value) => Fixed(value, 2);

    /// <summary>A perplexity: 7.4.</summary>
    public static string Perplexity(double value) => Fixed(value, 1);

    /// <summary>A learning rate: 0.00500.</summary>
    public static string Rate(double value) => Fixed(value, 5);

    /// <summary>A norm: 0.87.</summary>
    public static string Norm(double value) => Fixed(value, 2);

    /// <summary>A small ratio: 0.0034.</summary>
    public static string Ratio(double value) => Fixed(value, 4);

    /// <summary>A signed contribution: +0.12, −0.40.</summary>
    public static string Signed(double value) => WithSign(value, 2);

    /// <summary>A signed difference of losses: +0.012.</summary>
    public static string LossDifference(double nats) => WithSign(nats, 3);

    /// <summary>A difference that should be rounding: 3.0e-08; exactly 0 is 0.</summary>
    public static string Difference(double value) =>
        value == 0 ? "0" : value.ToString("0.0e-00", CultureInfo.InvariantCulture);

    /// <summary>A count: 26,848.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How many times more: ×4,635, ×6.0.</summary>
    public static string Times(double value) =>
        "×" + value.ToString(value < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    /// <summary>Microseconds: 12.3.</summary>
    public static string Microseconds(double value) => Fixed(value, 1);

    private static string WithSign(double value, int digits) =>
        (Math.Round(value, digits) < 0 ? "" : "+") + Fixed(value, digits);

    // The typographic minus is as wide as the plus; −0.00 is 0.00.
    private static string Fixed(double value, int digits)
    {
        if (double.IsNegativeInfinity(value))
        {
            return "−∞";
        }
        var rounded = Math.Round(value, digits);
        var text = (rounded == 0 ? 0 : value).ToString($"N{digits}", CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }
}
