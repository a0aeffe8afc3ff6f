namespace TinyTransformerLab;

/// <summary>The gradient check: what was compared, and how well it agrees.</summary>
internal static class CheckLines
{
    /// <summary>Draws it.</summary>
    public static IReadOnlyList<Line> Draw(Look look, CheckView check) =>
        [.. Verdict(look, check, Words.GradientChecked(check)), .. Details(look, check)];

    /// <summary>The check as the last word on how the model is trained.</summary>
    public static IReadOnlyList<Line> Draw(Look look, LabInfo info, CheckView check) =>
        [.. Verdict(look, check, Words.Trainer(info, check)), .. Details(look, check)];

    private static IReadOnlyList<Line> Details(Look look, CheckView check) =>
        look.Wrap(
            $"{Digits.Count(check.ParameterCount)} parameters with {Digits.Count(check.WeightCount)} weights: each along random directions and at random elements, backward pass against central differences in double precision. "
                + $"{Digits.Count(check.Right)} right, {Digits.Count(check.Wrong)} wrong, {Digits.Count(check.Undecided)} undecided; the worst is {check.WorstInput}.",
            look.Palette.Faint
        );

    private static IReadOnlyList<Line> Verdict(Look look, CheckView check, string words) =>
        look.Wrap(
            $"{(check.Passed ? "✓" : "✗")} {words}",
            check.Passed ? look.Palette.Good : look.Palette.Bad
        );
}
