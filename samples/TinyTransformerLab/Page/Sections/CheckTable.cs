namespace TinyTransformerLab;

/// <summary>The gradient check in words and numbers.</summary>
internal static class CheckTable
{
    public static Element Of(CheckView check) =>
        Element.Of(
            "div",
            Element.Of(
                check.Passed ? "p.verdict-line.good" : "p.verdict-line.bad",
                check.Passed ? "✓ " : "✗ ",
                Words.GradientChecked(check)
            ),
            Facts.Of([
                (
                    "compared, in double precision",
                    $"{Digits.Count(check.Comparisons)} derivatives of {Digits.Count(check.ParameterCount)} parameters"
                ),
                (
                    "right, wrong, undecided",
                    $"{Digits.Count(check.Right)}, {Digits.Count(check.Wrong)}, {Digits.Count(check.Undecided)}"
                ),
                ("worst relative error", Digits.Difference(check.WorstRelativeError)),
                ("found at", check.WorstInput),
            ])
        );
}
